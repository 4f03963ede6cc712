"use client";

import { useEffect, useState } from "react";
import { type PlannedTry, planTries } from "@/lib/delivery/verdict/schedule";
import type { WebhookSettings } from "@/lib/webhooks/schema";
import { clockTime, positionsOnLine, spanWords } from "./schedule-words";

const TICK_MS = 5_000;

/** The moment a job is thought to begin; unknown while hydrating, since the server's clock has another time zone. */
function useNow(): Date | null {
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** The tries of a job that would begin now and fail each time: on a line, and with their clock times. */
export function ScheduleDrawing({ schedule }: { schedule: WebhookSettings["retry"] }) {
  const now = useNow();
  const isWhole = schedule.kind !== "custom" || schedule.delaysSeconds.every((delay) => delay > 0);
  const begin = now ?? new Date(0);
  const tries = isWhole ? planTries(schedule, begin) : [];
  const last = tries.at(-1);
  return (
    <figure className="grid gap-3 rounded-lg border bg-card p-3 shadow-xs">
      <figcaption className="text-sm">
        {last && now ? (
          <>
            An event that happens now and fails each time:{" "}
            <strong className="figures font-medium">{lastTryWords(last, now)}</strong>
          </>
        ) : (
          <span className="text-muted-foreground">
            {isWhole ? "\u00a0" : "Complete the list to see it drawn."}
          </span>
        )}
      </figcaption>
      {tries.length > 0 && <Line tries={tries} begin={begin} />}
      <ol className="grid gap-x-6 sm:grid-flow-col sm:grid-cols-2" style={rowsFor(tries.length)}>
        {tries.map((each) => (
          <TryLine key={each.number} planned={each} begin={begin} now={now} />
        ))}
      </ol>
    </figure>
  );
}

function lastTryWords(last: PlannedTry, now: Date): string {
  if (last.number === 1) return "one try, at once";
  const spread = spreadSeconds(last);
  const jitter = spread > 0 ? ` (±${spanWords(spread)})` : "";
  return `last try ${clockTime(last.at, now)}${jitter}`;
}

const spreadSeconds = ({ earliest, latest }: PlannedTry) => (latest.getTime() - earliest.getTime()) / 2000;

const rowsFor = (count: number) => ({ gridTemplateRows: `repeat(${Math.ceil(count / 2)}, auto)` });

const secondsAfter = (at: Date, begin: Date) => (at.getTime() - begin.getTime()) / 1000;

function Line({ tries, begin }: { tries: PlannedTry[]; begin: Date }) {
  const positions = positionsOnLine(tries.map(({ at }) => secondsAfter(at, begin)));
  return (
    <div aria-hidden className="relative mx-1.5 h-3">
      <div className="absolute inset-x-0 top-1/2 h-px bg-border-strong" />
      {tries.map(({ number }, index) => (
        <span
          key={number}
          style={{ left: `${(positions[index] ?? 0) * 100}%` }}
          className="absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-card bg-brand"
        />
      ))}
    </div>
  );
}

function TryLine({ planned, begin, now }: { planned: PlannedTry; begin: Date; now: Date | null }) {
  const { number, at } = planned;
  const seconds = secondsAfter(at, begin);
  const time = now ? clockTime(at, now) : "\u00a0";
  return (
    <li className="figures flex items-baseline gap-2 whitespace-nowrap py-0.5 text-xs">
      <span className="w-4 text-right text-muted-foreground">{number}</span>
      <span className="min-w-0 flex-1">{seconds === 0 ? "at once" : `after ${spanWords(seconds)}`}</span>
      <span className="text-muted-foreground">{spreadSeconds(planned) > 0 ? `about ${time}` : time}</span>
    </li>
  );
}
