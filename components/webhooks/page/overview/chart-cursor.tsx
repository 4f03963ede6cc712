import { cn } from "@/lib/utils";

type ChartCursorProps = {
  /** The chart's name. */
  label: string;
  count: number;
  /** The bar pointed at. */
  at: number | null;
  onPoint: (index: number | null) => void;
  /** What the bar pointed at says. */
  said: string | null;
};

/**
 * Points at one bar of a chart. The pointer meets a column a bar, as high as the chart, so that thin bars need no aim; the keyboard moves along the
 * bars as on a slider, from the newest on.
 */
export function ChartCursor({ label, count, at, onPoint, said }: ChartCursorProps) {
  const newest = count - 1;
  return (
    <div className="absolute inset-0 rounded-[2px] outline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-ring">
      <div aria-hidden className="flex size-full" onPointerLeave={() => onPoint(null)}>
        {Array.from({ length: count }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns are all alike and never move
            key={index}
            className={cn("flex-1 rounded-[2px]", index === at && "bg-foreground/5")}
            onPointerEnter={() => onPoint(index)}
          />
        ))}
      </div>
      <input
        type="range"
        aria-label={`${label}, bar by bar`}
        aria-valuetext={said ?? undefined}
        max={newest}
        value={at ?? newest}
        onFocus={() => onPoint(at ?? newest)}
        onBlur={() => onPoint(null)}
        onChange={(event) => onPoint(event.target.valueAsNumber)}
        className="pointer-events-none absolute inset-0 size-full opacity-0"
      />
    </div>
  );
}
