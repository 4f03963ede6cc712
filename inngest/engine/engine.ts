import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Inngest, InngestFunction } from "inngest";
import { connect } from "@/db/client";
import { createCaller } from "./caller";
import { type Backoff, decide, defaultBackoff } from "./decide";
import { createHeld } from "./held";
import { createIntake } from "./intake";
import { createListener } from "./listener";
import { createQueue } from "./queue";
import { writeResults } from "./results";
import { createRunner } from "./runner";
import { describeFunctions } from "./specs";
import { WAKE_CHANNEL } from "./store";
import { createTicker } from "./ticker";
import { createWriter } from "./writer";

export type EngineOptions = {
  /** The database with the engine's tables. */
  url: string;
  client: Inngest.Any;
  functions: readonly InngestFunction.Any[];
  /** Runs in progress at a time. */
  maxRuns?: number;
  /** Asked before runs are taken: false holds back the intake until `wake()` or 20 ms later. */
  canTakeMore?: () => boolean;
  backoff?: Backoff;
  /** How long a run stays with a process that was not heard of. */
  leaseMs?: number;
  heartbeatMs?: number;
  pollMs?: number;
  /** The clock of the cron functions. */
  now?: () => number;
  onFault?: (what: string, error: unknown) => void;
};

type EngineStats = {
  id: string;
  /** Runs in progress now. */
  active: number;
  /** Calls made to functions. */
  calls: number;
  done: number;
  paused: number;
  failed: number;
  /** Results that came too late, after the run was taken over. */
  lost: number;
};

export type Engine = {
  start(): void;
  /** Takes no more runs, waits for those in progress, hands back the rest. */
  stop(options?: { graceMs?: number }): Promise<{ handedBack: number }>;
  /** Looks for due runs now. */
  wake(): void;
  stats(): EngineStats;
};

/**
 * Runs Inngest functions in this process, with their events, runs, steps and timers in PostgreSQL.
 * @throws Error if a function uses what the engine does not support.
 */
export function createEngine(options: EngineOptions): Engine {
  const { url, client, functions, pollMs = 1000, heartbeatMs = 10_000 } = options;
  const onFault = options.onFault ?? ((what, error) => console.error(`${what}:`, error));
  const specs = describeFunctions(client, functions);
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  // What a crash of the server undoes is done anew: a claim, a heartbeat, and steps that were over (at least once).
  const sql = connect(url, { name: "hookyard-engine", max: 6, asyncCommit: true });
  const queue = createQueue({ sql, engineId: id, specs, leaseMs: options.leaseMs ?? 30_000 });
  const held = createHeld();
  const failureRoutes = (functionId: string) =>
    specs
      .filter((spec) => spec.failureOf === functionId || spec.events.includes("inngest/function.failed"))
      .map((spec) => spec.id);
  const writer = createWriter({ write: (results) => writeResults(sql, id, results, failureRoutes), onFault });
  const runner = createRunner({
    call: createCaller(client, functions),
    decide: (answer, run) => decide(answer, run, options.backoff ?? defaultBackoff),
    specs,
    held,
    writer,
    onFault,
    wakeIn: (ms) => intake.wakeIn(ms),
  });
  const intake = createIntake({
    queue,
    room: () => Math.max(0, (options.maxRuns ?? 64) - held.size()),
    canTakeMore: options.canTakeMore ?? (() => true),
    take: runner.take,
    pollMs,
    onFault,
  });
  held.onRelease(intake.roomMade);
  const listener = createListener({ url, channel: WAKE_CHANNEL, onWake: intake.wake });
  const ticker = createTicker({
    queue,
    held,
    specs,
    heartbeatMs,
    pollMs,
    onFault,
    onTick: intake.wake,
    now: options.now ?? Date.now,
  });

  return {
    start() {
      listener.start();
      intake.start();
      ticker.start();
    },
    wake: intake.wake,
    async stop({ graceMs = 20_000 } = {}) {
      await intake.stop();
      await held.empty(graceMs);
      ticker.stop();
      writer.close();
      const left = held.ids();
      held.abandon();
      await queue.release(left).catch((error) => onFault("Runs could not be handed back", error));
      await Promise.all([listener.stop(), sql.end({ timeout: 2 })]);
      return { handedBack: left.length };
    },
    stats: () => ({ id, active: held.size(), ...runner.counts }),
  };
}
