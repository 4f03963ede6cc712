import { transaction } from "@/db/client";
import { isUnstorable } from "@/db/errors";
import { createGroup } from "@/lib/group";
import { logFault } from "@/lib/log";
import { afterFinalFailure } from "@/lib/webhooks/lifecycle";
import type { Outcome } from "./delivery";
import { pauseLanes } from "./pauses";
import { recordOutcomes } from "./record";
import { requestWakes } from "./wake";

const RETRY_MS = { first: 250, most: 5_000 };
/** While the database is away, everything under way fails at once: one line tells it. */
const LOG_EVERY_MS = 1_000;

/**
 * Writes what came of attempts, many in one statement, and again and again until the database takes it. What it will
 * never take (text that PostgreSQL can't keep) is written by itself and without its text, so that it holds up nobody.
 * @returns writes one outcome; resolves when it is committed.
 */
export function createResults(): (outcome: Outcome) => Promise<void> {
  const written = createGroup<Outcome, void>({
    flush: writeTogether,
    maxWeight: 500,
    weight: (outcome) => 1 + Math.floor(bytesOf(outcome) / WEIGHT_BYTES),
    concurrency: 2,
    waitMs: 1,
    // Nobody waits for a result: the busier it is, the more each statement carries.
    intervalMs: (lastWeight) => Math.min(lastWeight, 25),
  });
  let loggedAt = Number.NEGATIVE_INFINITY;

  function log(outcome: Outcome, error: unknown): void {
    if (performance.now() - loggedAt < LOG_EVERY_MS) return;
    loggedAt = performance.now();
    logFault(
      `The result of job ${outcome.delivery.number} could not be written; this and any others are tried again`,
      error,
    );
  }

  return async function write(outcome) {
    const ends = endsBadly(outcome);
    let how: "together" | "alone" | "bare" = ends ? "alone" : "together";
    for (let wait = RETRY_MS.first; ; wait = Math.min(wait * 2, RETRY_MS.most)) {
      try {
        if (ends) await writeFailure(how === "bare" ? withoutText(outcome) : outcome);
        else if (how === "together") await written.add(outcome);
        else await writeTogether([how === "bare" ? withoutText(outcome) : outcome]);
        return;
      } catch (error) {
        if (how !== "bare" && isUnstorable(error)) {
          how = how === "together" ? "alone" : "bare";
          continue;
        }
        log(outcome, error);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };
}

/** How many outcomes fit one statement is a matter of their bytes, too. */
const WEIGHT_BYTES = 4_096;
const bytesOf = ({ body, exchange }: Outcome) => body.length + (exchange.responseBody?.length ?? 0);

/** The end of a job that may end its webhook: written apart, in one transaction with what the failure rule says. */
function endsBadly({ verdict, delivery }: Outcome): boolean {
  if (delivery.isTest) return false;
  return (
    verdict.kind === "gone" || (verdict.kind === "failed" && delivery.webhook.failureRule.kind !== "never")
  );
}

async function writeFailure(outcome: Outcome): Promise<void> {
  await writePauses([outcome]);
  await transaction(async (tx) => {
    // A job that is no longer ours is not over, whatever came of this attempt.
    if ((await recordOutcomes([outcome])) > 0) await afterFinalFailure(tx, outcome);
  });
}

/** Before the results, so that no wake of a retry comes too early for its lane. */
async function writePauses(outcomes: Outcome[]): Promise<void> {
  const pauses = outcomes.flatMap(({ delivery, pause }) =>
    pause ? [{ ...pause, webhookId: delivery.webhook.id, url: delivery.webhook.url }] : [],
  );
  if (pauses.length > 0) await pauseLanes(pauses);
}

async function writeTogether(outcomes: Outcome[]): Promise<undefined[]> {
  await writePauses(outcomes);
  await recordOutcomes(outcomes);
  const wakes = outcomes.flatMap(({ verdict, delivery }) =>
    verdict.kind === "retry" ? [{ webhookId: delivery.webhook.id, at: verdict.dueAt.getTime() }] : [],
  );
  if (wakes.length > 0) await requestWakes(wakes);
  return outcomes.map(() => undefined);
}

function withoutText(outcome: Outcome): Outcome {
  return {
    ...outcome,
    requestHeaders: [],
    body: "",
    errorMessage: "Part of this exchange was text that the database can't keep, so its details are missing.",
    exchange: { ...outcome.exchange, responseHeaders: undefined, responseBody: undefined },
  };
}
