"use client";

import { useState } from "react";
import { formatDuration } from "@/lib/format";
import type { Bar, Range } from "@/lib/webhooks/chart";
import { ChartCursor } from "./chart-cursor";
import { BAR_STEP, CHART_HEIGHT, ChartFrame } from "./chart-frame";
import { ChartTable } from "./chart-table";
import { axisLabels, barTime } from "./chart-times";
import { niceTop } from "./jobs-chart";

type ChartProps = { bars: Bar[]; range: Range; local: boolean };

const said = (ms: number | null) => (ms === null ? "–" : formatDuration(ms));

/** How long requests took, as two lines: what half and what 95 of 100 stayed within. */
export function LatencyChart({ bars, range, local }: ChartProps) {
  const [at, setAt] = useState<number | null>(null);
  const pointed = at === null ? undefined : bars[at];
  const readout = pointed ? `${barTime(pointed, range, local)} · ${timeWords(pointed)}` : null;
  const most = niceTop(Math.max(0, ...bars.map(({ p95Ms }) => p95Ms ?? 0)));
  return (
    <ChartFrame
      title="Response time"
      readout={readout}
      top={formatDuration(most).replace(".0 ", " ")}
      labels={axisLabels(bars, range, local)}
      legend={[
        { label: "p50", className: "bg-brand" },
        { label: "p95", className: "bg-brand/45 dark:bg-brand/60" },
      ]}
      table={
        <ChartTable
          caption="Response time, by time"
          bars={bars}
          labelOf={(bar) => barTime(bar, range, local)}
          columns={[
            { head: "Half within", cell: ({ p50Ms }) => said(p50Ms) },
            { head: "95 of 100 within", cell: ({ p95Ms }) => said(p95Ms) },
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
        <path d={areaOf(bars, most)} className="fill-brand/8" />
        <Line d={lineOf(bars, "p95Ms", most)} className="stroke-brand/45 dark:stroke-brand/60" />
        <Line d={lineOf(bars, "p50Ms", most)} className="stroke-brand" />
      </svg>
      <ChartCursor label="Response time" count={bars.length} at={at} onPoint={setAt} said={readout} />
    </ChartFrame>
  );
}

const timeWords = ({ p50Ms, p95Ms }: Bar) =>
  p50Ms === null ? "no requests" : `p50 ${said(p50Ms)}, p95 ${said(p95Ms)}`;

function Line({ d, className }: { d: string; className: string }) {
  return (
    <path
      d={d}
      fill="none"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
      className={className}
    />
  );
}

type Point = { x: number; y: number };

/** Stretches of bars that follow each other and have a value: a gap in time is a gap in the line. */
function stretches(bars: Bar[], of: "p50Ms" | "p95Ms", most: number): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] | undefined;
  for (const [index, bar] of bars.entries()) {
    const value = bar[of];
    if (value === null) {
      run = undefined;
      continue;
    }
    if (!run) {
      run = [];
      runs.push(run);
    }
    run.push({ x: (index + 0.5) * BAR_STEP, y: CHART_HEIGHT - Math.min(1, value / most) * CHART_HEIGHT });
  }
  // A single bar is a short dash: a point has no length to draw.
  return runs.map((points) => {
    const [only] = points;
    return only && points.length === 1
      ? [
          { ...only, x: only.x - BAR_STEP / 3 },
          { ...only, x: only.x + BAR_STEP / 3 },
        ]
      : points;
  });
}

const pathOf = (points: Point[]) => points.map(({ x, y }, index) => `${index ? "L" : "M"}${x} ${y}`).join("");

function lineOf(bars: Bar[], of: "p50Ms" | "p95Ms", most: number): string {
  return stretches(bars, of, most).map(pathOf).join("");
}

function areaOf(bars: Bar[], most: number): string {
  return stretches(bars, "p95Ms", most)
    .map((points) => `${pathOf(points)}L${points.at(-1)?.x} ${CHART_HEIGHT}L${points[0]?.x} ${CHART_HEIGHT}Z`)
    .join("");
}
