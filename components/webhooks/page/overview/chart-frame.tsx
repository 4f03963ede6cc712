import type { ReactNode } from "react";
import { cn } from "@/lib/utils";

/** The inner size of every chart's drawing; it is stretched to the room there is. */
export const CHART_HEIGHT = 100;
export const BAR_STEP = 10;

type ChartFrameProps = {
  title: string;
  /** Of the bar that is pointed at, else what the chart says as a whole. */
  readout: ReactNode;
  /** At the top of the scale. */
  top: string;
  labels: string[];
  legend: { label: string; className: string }[];
  /** The drawing, and what points at its bars. */
  children: ReactNode;
  /** The same as a table, for those who do not see it. */
  table: ReactNode;
};

/** What a chart has around it: its name, what is pointed at, scale, times and the meaning of its colours. */
export function ChartFrame({ title, readout, top, labels, legend, children, table }: ChartFrameProps) {
  return (
    <figure className="relative min-w-0 p-4">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium text-sm">{title}</span>
        <span className="figures min-h-4 text-muted-foreground text-xs">{readout}</span>
      </figcaption>
      <div className="mt-3">
        <div className="relative h-28">
          <Grid />
          <span
            aria-hidden
            className="figures absolute top-0.5 left-0 rounded-sm bg-card/80 pr-1 text-2xs text-muted-foreground leading-3"
          >
            {top}
          </span>
          {children}
        </div>
        <div aria-hidden className="figures mt-1.5 flex justify-between gap-2 text-2xs text-muted-foreground">
          {labels.map((label, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places along the axis, of which two may have the same label
            <span key={index}>{label}</span>
          ))}
        </div>
        <div aria-hidden className="mt-2 flex gap-4 text-muted-foreground text-xs">
          {legend.map(({ label, className }) => (
            <span key={label} className="inline-flex items-center gap-1.5">
              <span className={cn("size-2 rounded-[2px]", className)} /> {label}
            </span>
          ))}
        </div>
      </div>
      {table}
    </figure>
  );
}

function Grid() {
  return (
    <div aria-hidden className="absolute inset-0 flex flex-col justify-between">
      <span className="border-t border-dashed" />
      <span className="border-t border-dashed" />
      <span className="border-t" />
    </div>
  );
}
