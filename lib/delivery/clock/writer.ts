import { isUnstorable } from "@/db/errors";
import { createGroup } from "@/lib/group";
import type { NewJob } from "@/lib/jobs/make";
import type { Outcome } from "../delivery";
import type { Batch } from "./entry";
import { finishedTry } from "./outcome-rows";
import type { AskedPause } from "./pauses";
import type { Store } from "./store";
import { passed, type Time } from "./time";

const RETRY_MS = { first: 250, most: 5_000 };
/** While the database is away, everything under way fails at once: one line tells it. */
const LOG_EVERY_MS = 1_000;
/** Nobody waits for a result: the busier it is, the more each statement carries. */
const GATHER_MS = { least: 8, most: 25 };
/** How many fit one statement is a matter of their bytes, too. */
const WEIGHT_BYTES = 4_096;

/** A job to be written, of a batch; `job` is null where the batch is all there is to end. */
type New = { job: NewJob | null; batch: Batch | null };
type Way = "together" | "alone" | "bare";

/** Writes jobs and results in groups, and again and again until the database takes them. */
export function createWriter(store: Store, time: Time, onFault: (what: string, error: unknown) => void) {
  let loggedAt = Number.NEGATIVE_INFINITY;
  const gathering = {
    maxWeight: 500,
    waitMs: 1,
    intervalMs: (lastWeight: number) => Math.min(Math.max(GATHER_MS.least, lastWeight), GATHER_MS.most),
    time,
  };

  const made = createGroup<New, number | null>({
    ...gathering,
    flush: makeTogether,
    weight: ({ job }) => 1 + weightOf(job?.attempt?.requestBody, job?.attempt?.responseBody),
    concurrency: 1,
  });
  const finished = createGroup<Outcome, void>({
    ...gathering,
    flush: finishTogether,
    weight: (outcome) => 1 + weightOf(outcome.body, outcome.exchange.responseBody),
    concurrency: 2,
  });

  async function makeTogether(items: New[]): Promise<(number | null)[]> {
    const counts = new Map<Batch, number>();
    for (const { batch } of items) if (batch) counts.set(batch, (counts.get(batch) ?? 0) + 1);
    const done = [...counts].filter(([batch, count]) => batch.left === count).map(([batch]) => batch.id);
    const rows = await store.make(
      items.flatMap(({ job }) => job ?? []),
      done,
    );
    for (const [batch, count] of counts) batch.left -= count;
    // Two statements may each have had a part of the last pairs.
    const late = [...counts.keys()].filter(({ id, left }) => left === 0 && !done.includes(id));
    if (late.length > 0)
      await store.make(
        [],
        late.map(({ id }) => id),
      );
    const numbers = new Map(rows.map((row) => [`${row.eventId} ${row.webhookId}`, row.number]));
    return items.map(({ job }) => (job && numbers.get(`${job.eventId} ${job.webhookId}`)) ?? null);
  }

  async function finishTogether(outcomes: Outcome[]): Promise<undefined[]> {
    await store.finish(outcomes.map(finishedTry));
    return outcomes.map(() => undefined);
  }

  function log(what: string, error: unknown): void {
    if (time.now() - loggedAt < LOG_EVERY_MS) return;
    loggedAt = time.now();
    onFault(`${what} could not be written; this and any others are tried again`, error);
  }

  /**
   * What the database will never take (text that PostgreSQL can't keep) is written by itself and then without its text, so that it holds up nobody.
   */
  async function untilWritten<T>(what: string, write: (way: Way) => Promise<T>): Promise<T> {
    let way: Way = "together";
    for (let wait = RETRY_MS.first; ; wait = Math.min(wait * 2, RETRY_MS.most)) {
      try {
        return await write(way);
      } catch (error) {
        if (way !== "bare" && isUnstorable(error)) {
          way = way === "together" ? "alone" : "bare";
          continue;
        }
        log(what, error);
        await passed(time, wait);
      }
    }
  }

  return {
    /**
     * Writes the row of a pair, with its first attempt if that is over.
     * @returns its run number; null where the pair had a job already.
     */
    make: (job: NewJob, batch: Batch | null): Promise<number | null> =>
      untilWritten("A job", async (way) => {
        if (way === "together") return made.add({ job, batch });
        const bare = way === "bare" && job.attempt ? { ...job, attempt: withoutText(job.attempt) } : job;
        const [number] = await makeTogether([{ job: bare, batch }]);
        return number ?? null;
      }),
    /** Ends a batch that has no more pairs. */
    end: (batch: Batch): Promise<void> =>
      untilWritten("The end of a batch", async () => {
        await made.add({ job: null, batch });
      }),
    /** Writes what came of a try of a job that has its row. */
    finish: (outcome: Outcome): Promise<void> =>
      untilWritten(`The result of job ${outcome.delivery.number}`, async (way) => {
        const written = way === "bare" ? bareOutcome(outcome) : outcome;
        if (endsBadly(outcome)) await store.fail(written);
        else if (way === "together") await finished.add(written);
        else await finishTogether([written]);
      }),
    /** Writes down that a receiver asked for patience. */
    pause: (pause: AskedPause): Promise<void> => untilWritten("A pause", () => store.pause([pause])),
    idle: async (): Promise<void> => {
      await Promise.all([made.idle(), finished.idle()]);
    },
  };
}

export type Writer = ReturnType<typeof createWriter>;

/** The end of a job that may end its webhook: written apart, in one transaction with what the failure rule says. */
export function endsBadly({ verdict, delivery }: Outcome): boolean {
  if (delivery.isTest) return false;
  return (
    verdict.kind === "gone" || (verdict.kind === "failed" && delivery.webhook.failureRule.kind !== "never")
  );
}

const weightOf = (body: string | null | undefined, response: Buffer | null | undefined) =>
  Math.floor(((body?.length ?? 0) + (response?.length ?? 0)) / WEIGHT_BYTES);

const LOST = "Part of this exchange was text that the database can't keep, so its details are missing.";

const withoutText = (attempt: NonNullable<NewJob["attempt"]>): NonNullable<NewJob["attempt"]> => ({
  ...attempt,
  requestHeaders: [],
  requestBody: "",
  errorMessage: LOST,
  responseHeaders: null,
  responseBody: null,
});

const bareOutcome = (outcome: Outcome): Outcome => ({
  ...outcome,
  requestHeaders: [],
  body: "",
  errorMessage: LOST,
  exchange: { ...outcome.exchange, responseHeaders: undefined, responseBody: undefined },
});
