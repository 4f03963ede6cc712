import { cn } from "@/lib/utils";

type HoverColumnsProps = { count: number; at: number | null; onPoint: (index: number | null) => void };

/** What the pointer meets over a chart: one column a bar, as high as the chart, so that thin bars need no aim. */
export function HoverColumns({ count, at, onPoint }: HoverColumnsProps) {
  return (
    <div className="absolute inset-0 flex" onPointerLeave={() => onPoint(null)}>
      {Array.from({ length: count }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the columns are all alike and never move
          key={index}
          className={cn("flex-1 rounded-[2px]", index === at && "bg-foreground/5")}
          onPointerEnter={() => onPoint(index)}
        />
      ))}
    </div>
  );
}
