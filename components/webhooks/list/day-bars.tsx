import { memo } from "react";
import { formatNumber, formatPercent } from "@/lib/format";
import type { WebhookRow } from "@/lib/webhooks/data";

const HOURS = 24;
const STEP = 4;
const WIDTH = 3;
const HEIGHT = 20;

type DayBarsProps = Pick<WebhookRow, "hours" | "lastDay">;

/** A webhook's last 24 hours: a bar an hour, failures on top in their own colour, and the rate in figures beside it, or below where it is narrow. */
export const DayBars = memo(function DayBars({ hours, lastDay: { succeeded, failed } }: DayBarsProps) {
  const ended = succeeded + failed;
  if (ended === 0) {
    return (
      <span className="text-muted-foreground">
        <span aria-hidden>–</span>
        <span className="sr-only">No jobs in the last 24 hours</span>
      </span>
    );
  }
  const rate = formatPercent(succeeded / ended);
  const { good, bad, rest } = paths(hours);
  return (
    <span className="inline-flex @4xl:flex-row flex-col @4xl:items-center gap-x-2.5 gap-y-0.5">
      <svg
        role="img"
        aria-label={`${rate} succeeded over 24 hours: ${formatNumber(succeeded)} of ${formatNumber(ended)} jobs`}
        viewBox={`0 0 ${HOURS * STEP - 1} ${HEIGHT}`}
        className="h-5 w-[5.94rem] shrink-0"
      >
        <path d={rest} className="fill-border-strong/60" />
        <path d={good} className="fill-success/60" />
        <path d={bad} className="fill-danger" />
      </svg>
      <span
        aria-hidden
        className="figures @4xl:w-12 text-right @max-4xl:text-muted-foreground @max-4xl:text-xs"
      >
        {rate}
      </span>
    </span>
  );
});

/** Three shapes instead of up to 48: a list of hundreds of these has to stay light. */
function paths(hours: WebhookRow["hours"]): { good: string; bad: string; rest: string } {
  const most = Math.max(...hours.map(({ succeeded, failed }) => succeeded + failed));
  const byAgo = new Map(hours.map((hour) => [hour.ago, hour]));
  let [good, bad, rest] = ["", "", ""];
  for (let column = 0; column < HOURS; column++) {
    const hour = byAgo.get(HOURS - 1 - column);
    const x = column * STEP;
    if (!hour) {
      rest += box(x, 0, 1);
      continue;
    }
    const failed = heightOf(hour.failed, most);
    const succeeded = Math.min(heightOf(hour.succeeded, most), HEIGHT - failed);
    good += box(x, 0, succeeded);
    bad += box(x, succeeded, failed);
  }
  return { good, bad, rest };
}

/** At least a visible trace of what is not nothing. */
const heightOf = (count: number, most: number) =>
  count === 0 ? 0 : Math.max(2, Math.round((count / most) * HEIGHT));

/** A bar from `bottom` up. */
const box = (x: number, bottom: number, height: number) =>
  height === 0 ? "" : `M${x} ${HEIGHT - bottom}h${WIDTH}v${-height}h${-WIDTH}z`;
