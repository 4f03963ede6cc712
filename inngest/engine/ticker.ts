import type { EngineEvent } from "@/db/schema/engine";
import { cronMatches } from "./cron";
import type { Held } from "./held";
import type { Queue } from "./queue";
import type { FunctionSpec } from "./specs";
import { newId } from "./store";

type Options = {
  queue: Pick<Queue, "heartbeat" | "sweep" | "tick">;
  held: Held;
  specs: readonly FunctionSpec[];
  heartbeatMs: number;
  pollMs: number;
  onFault: (what: string, error: unknown) => void;
  onTick: () => void;
  now: () => number;
};

const MINUTE_MS = 60_000;
const SWEEP_MS = 10 * MINUTE_MS;
/** Ticks further back than this are not made up for. */
const MAX_LATE_MS = 10 * MINUTE_MS;

/** What an engine does by the clock: heartbeats, cron ticks, sweeping its tables. */
export function createTicker({ queue, held, specs, heartbeatMs, pollMs, onFault, onTick, now }: Options) {
  const scheduled = specs.filter((spec) => spec.crons.length > 0);
  let seen = minuteOf(now());

  async function tickCrons(): Promise<void> {
    const current = minuteOf(now());
    for (
      let minute = Math.max(seen, current - MAX_LATE_MS) + MINUTE_MS;
      minute <= current;
      minute += MINUTE_MS
    ) {
      for (const spec of scheduled) await tickAt(spec, new Date(minute));
      // A tick that could not be stored is tried again, because this is reached only after it was.
      seen = minute;
    }
  }

  async function tickAt(spec: FunctionSpec, tick: Date): Promise<void> {
    const cron = spec.crons.find((expression) => cronMatches(expression, tick));
    if (cron === undefined) return;
    const made = await queue.tick(spec, { id: newId(), event: timerEvent(cron, tick), tick });
    if (made) onTick();
  }

  const tasks = [
    every(heartbeatMs, "A heartbeat failed", async () => {
      for (const id of await queue.heartbeat(held.ids())) held.lose(id);
    }),
    every(pollMs, "A cron tick failed", tickCrons),
    every(SWEEP_MS, "The engine's tables could not be swept", () => queue.sweep()),
  ];

  /** Runs `work` now and every `ms`, never two at a time. */
  function every(ms: number, what: string, work: () => Promise<void>) {
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;
    const turn = async () => {
      await work().catch((error) => stopped || onFault(what, error));
      if (!stopped) timer = setTimeout(turn, ms);
    };
    return {
      start: () => void turn(),
      stop: () => {
        stopped = true;
        clearTimeout(timer);
      },
    };
  }

  return {
    start(): void {
      for (const task of tasks) task.start();
    },
    stop(): void {
      for (const task of tasks) task.stop();
    },
  };
}

function minuteOf(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

function timerEvent(cron: string, tick: Date): EngineEvent {
  return { id: newId(), name: "inngest/scheduled.timer", data: { cron }, ts: tick.getTime() };
}
