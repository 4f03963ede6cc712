import type { EngineStep } from "@/db/schema/engine";

/** The SDK's answer to a call, see the SDK specification of Inngest. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

/** A run as it stands in this process. */
export type RunState = { steps: EngineStep[]; attempt: number };

/** What becomes of a run after a call. */
export type Outcome =
  | { kind: "done" }
  /** Call it again at once. */
  | { kind: "next"; steps: EngineStep[] }
  /** Nothing to do until then: a sleep, or the time before another try. */
  | { kind: "pause"; steps: EngineStep[]; attempt: number; until: { delayMs: number } | { at: string } }
  | { kind: "failed"; error: unknown };

type Op = {
  op: string;
  id: string;
  name?: string;
  data?: unknown;
  error?: unknown;
  displayName?: string;
  opts?: { parallelMode?: string };
};

export type Backoff = (attempt: number) => number;

const BACKOFF_SECONDS = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];

/** Milliseconds before the next try after `attempt` (0 is the first) failed; as Inngest documents it, with jitter. */
export const defaultBackoff: Backoff = (attempt) => {
  const seconds = BACKOFF_SECONDS[Math.min(attempt, BACKOFF_SECONDS.length - 1)] as number;
  return (seconds + Math.random() * 30) * 1000;
};

/** Inngest's own limit; a function that needs more ends and starts anew. */
const MAX_STEPS = 1000;

/**
 * What an answer means for the run. Pure.
 * @param steps the run's memoised steps, those reported during the call included.
 */
export function decide(
  answer: Answer,
  run: RunState & { maxAttempts: number },
  backoff: Backoff = defaultBackoff,
): Outcome {
  if (answer.status === 200) return { kind: "done" };
  if (answer.status === 206) return decideByOps(JSON.parse(answer.body), answer, run, backoff);
  return afterFault(run, parseError(answer.body), answer, backoff);
}

function decideByOps(
  ops: Op[],
  answer: Answer,
  run: RunState & { maxAttempts: number },
  backoff: Backoff,
): Outcome {
  const steps = [...run.steps];
  let outcome: Outcome = { kind: "next", steps };
  const planned = ops.filter((op) => op.op !== "StepRun" && op.op !== "RunComplete");
  if (planned.length > 1 || planned.some((op) => op.opts?.parallelMode)) {
    return failed(`Steps in parallel are not supported: ${planned.map((op) => op.displayName).join(", ")}.`);
  }
  for (const op of ops) {
    if (op.op === "StepRun") steps.push([op.id, { type: "data", data: op.data ?? null }]);
    else if (op.op === "StepFailed") steps.push([op.id, { type: "error", error: op.error }]);
    else if (op.op === "Sleep") {
      steps.push([op.id, { type: "data", data: null }]);
      outcome = { kind: "pause", steps, attempt: 0, until: sleepUntil(op.name ?? "") };
    } else if (op.op === "StepError") {
      outcome = afterFault({ ...run, steps }, op.error, answer, backoff);
    } else if (op.op === "RunComplete") return { kind: "done" };
    // A planned step is run by the next call.
    else if (op.op !== "StepPlanned")
      return failed(`The step "${op.displayName}" (${op.op}) is not supported.`);
  }
  if (steps.length > MAX_STEPS) return failed(`A run may have ${MAX_STEPS} steps at most.`);
  return outcome;
}

/** After a call that threw: another try, unless the SDK said no or the tries are used up. */
function afterFault(
  run: RunState & { maxAttempts: number },
  error: unknown,
  { headers }: Answer,
  backoff: Backoff,
): Outcome {
  const isFinal = headers["x-inngest-no-retry"] === "true" || run.attempt + 1 >= run.maxAttempts;
  if (isFinal) return { kind: "failed", error };
  return {
    kind: "pause",
    steps: run.steps,
    attempt: run.attempt + 1,
    until: retryAfter(headers["retry-after"]) ?? { delayMs: backoff(run.attempt) },
  };
}

const DAY_SECONDS = 24 * 60 * 60;

/** Seconds, or a date; held between 1 s and a day, as Inngest does. */
function retryAfter(header: string | undefined): { delayMs: number } | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : { delayMs: Math.min(Math.max(seconds, 1), DAY_SECONDS) * 1000 };
}

const UNITS: Record<string, number> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** The SDK gives a sleep as "1h30m" and a moment as an ISO date. */
function sleepUntil(name: string): { delayMs: number } | { at: string } {
  if (/^\d{4}-/.test(name)) return { at: name };
  const seconds = [...name.matchAll(/(\d+)([wdhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit as string] as number),
    0,
  );
  return { delayMs: seconds * 1000 };
}

function failed(message: string): Outcome {
  return { kind: "failed", error: { name: "Error", message } };
}

function parseError(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return { name: "Error", message: body };
  }
}
