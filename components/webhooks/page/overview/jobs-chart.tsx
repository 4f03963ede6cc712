"use client";

import { useState } from "react";
import { formatNumber, formatPercent } from "@/lib/format";
import type { Bar, Range } from "@/lib/webhooks/chart";
import { ChartCursor } from "./chart-cursor";
import { BAR_STEP, CHART_HEIGHT, ChartFrame } from "./chart-frame";
import { ChartTable } from "./chart-table";
import { axisLabels, barTime } from "./chart-times";

type ChartProps = { bars: Bar[]; range: Range; local: boolean };

/** Jobs that ended, as bars: failures on top of successes. */
export function JobsChart({ bars, range, local }: ChartProps) {
  const [at, setAt] = useState<number | null>(null);
  const pointed = at === null ? undefined : bars[at];
  const readout = pointed ? `${barTime(pointed, range, local)} · ${countWords(pointed)}` : null;
  const most = niceTop(Math.max(0, ...bars.map(({ succeeded, failed }) => succeeded + failed)));
  return (
    <ChartFrame
      title="Jobs"
      readout={readout}
      top={formatNumber(most)}
      labels={axisLabels(bars, range, local)}
      legend={[
        { label: "Succeeded", className: "bg-success/60" },
        { label: "Failed", className: "bg-danger" },
      ]}
      table={
        <ChartTable
          caption="Jobs that ended, by time"
          bars={bars}
          labelOf={(bar) => barTime(bar, range, local)}
          columns={[
            { head: "Succeeded", cell: ({ succeeded }) => succeeded },
            { head: "Failed", cell: ({ failed }) => failed },
          ]}
        />
      }
    >
      <svg
        viewBox={`0 0 ${bars.length * BAR_STEP} ${CHART_HEIGHT}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full"
        aria-hidden="true"
      >
        {bars.map((bar, index) => (
          <Stack key={bar.from.getTime()} bar={bar} x={index * BAR_STEP} most={most} strong={index === at} />
        ))}
      </svg>
      <ChartCursor label="Jobs" count={bars.length} at={at} onPoint={setAt} said={readout} />
    </ChartFrame>
  );
}

type StackProps = { bar: Bar; x: number; most: number; strong: boolean };

function Stack({ bar: { succeeded, failed }, x, most, strong }: StackProps) {
  const height = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * CHART_HEIGHT));
  const [good, bad] = [height(succeeded), height(failed)];
  const box = { x: x + 1.5, width: BAR_STEP - 3 };
  return (
    <>
      {succeeded > 0 && (
        <rect
          {...box}
          y={CHART_HEIGHT - good}
          height={good}
          className={strong ? "fill-success" : "fill-success/60"}
        />
      )}
      {failed > 0 && <rect {...box} y={CHART_HEIGHT - good - bad} height={bad} className="fill-danger" />}
    </>
  );
}

function countWords({ succeeded, failed }: Bar): string {
  const ended = succeeded + failed;
  if (ended === 0) return "no jobs";
  if (failed === 0) return `${formatNumber(succeeded)} succeeded`;
  return `${formatNumber(succeeded)} succeeded, ${formatNumber(failed)} failed (${formatPercent(succeeded / ended)})`;
}

/** The end of a scale that is easy to read: 1, 2, 4, 5 or 10 times a power of ten. */
export function niceTop(most: number): number {
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 4, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}
