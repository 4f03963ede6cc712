import type { EngineStep } from "@/db/schema/engine";
import type { Caller } from "./caller";
import type { Answer, Outcome, RunState } from "./decide";
import { stepSinks } from "./embedded-fetch";
import type { Held } from "./held";
import type { ClaimedRun } from "./queue";
import type { FunctionSpec } from "./specs";
import type { Writer } from "./writer";

type Options = {
  call: Caller;
  decide: (answer: Answer, run: RunState & { maxAttempts: number }) => Outcome;
  specs: readonly FunctionSpec[];
  held: Held;
  writer: Writer;
  onFault: (what: string, error: unknown) => void;
  wakeIn: (ms: number) => void;
};

/** The SDK answers a function's faults; what it throws itself counts as one, too. */
function asFault(error: unknown): Answer {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { status: 500, headers: {}, body: JSON.stringify({ name, message }) };
}

/** Carries a claimed run from call to call until it ends or pauses. */
export function createRunner({ call, decide, specs, held, writer, onFault, wakeIn }: Options) {
  const byId = new Map(specs.map((spec) => [spec.id, spec]));
  const counts = { calls: 0, done: 0, paused: 0, failed: 0, lost: 0 };

  function count(outcome: Outcome, kept: boolean): void {
    if (!kept) counts.lost += 1;
    else if (outcome.kind === "done") counts.done += 1;
    else if (outcome.kind === "pause") counts.paused += 1;
    else if (outcome.kind === "failed") counts.failed += 1;
  }

  /** One call. Steps that the SDK reports on the way count as finished in it. */
  async function callOnce(spec: FunctionSpec, run: ClaimedRun): Promise<Outcome> {
    const reported: EngineStep[] = [];
    stepSinks.set(run.id, (steps) => {
      for (const step of steps) reported.push([step.id, { type: "data", data: step.data ?? null }]);
      return held.has(run.id);
    });
    counts.calls += 1;
    try {
      const answer = await call(spec, run).catch(asFault);
      const attempt = reported.length > 0 ? 0 : run.attempt;
      return decide(answer, { steps: [...run.steps, ...reported], attempt, maxAttempts: spec.maxAttempts });
    } finally {
      stepSinks.delete(run.id);
    }
  }

  async function carry(spec: FunctionSpec, claimed: ClaimedRun): Promise<void> {
    let run = claimed;
    while (held.has(run.id)) {
      const outcome = await callOnce(spec, run);
      // Told to stop, the SDK fails the run. It is not over: whoever holds it now, or takes it next, carries it on.
      if (outcome.kind === "failed" && !held.has(run.id)) return count(outcome, false);
      const kept = await writer.add(run, outcome);
      count(outcome, kept);
      if (!kept) return;
      if (outcome.kind === "failed") onFault(`Run ${run.id} of ${spec.id} failed for good`, outcome.error);
      if (outcome.kind === "pause" && "delayMs" in outcome.until) wakeIn(outcome.until.delayMs);
      if (outcome.kind !== "next") return;
      run = { ...run, steps: outcome.steps, attempt: 0 };
    }
  }

  return {
    counts,
    /** Starts the runs; returns at once. */
    take(runs: readonly ClaimedRun[]): void {
      for (const run of runs) {
        const spec = byId.get(run.functionId);
        if (!spec || !held.add(run.id)) continue;
        carry(spec, run)
          // Its lease runs out and it is called again.
          .catch((error) => onFault(`Run ${run.id} of ${run.functionId} could not be called`, error))
          .finally(() => held.release(run.id));
      }
    },
  };
}
