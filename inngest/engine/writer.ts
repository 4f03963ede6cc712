import postgres from "postgres";
import type { Outcome } from "./decide";
import type { ClaimedRun } from "./queue";
import type { Result } from "./results";

type Options = {
  write: (results: Result[]) => Promise<Set<string>>;
  onFault: (what: string, error: unknown) => void;
  /** How long to wait before the database is tried again. */
  retryMs?: number;
};

type Pending = Result & { resolve: (kept: boolean) => void };

/** Writes under way at a time; while they are, what else comes up is gathered for the next. */
const MAX_WRITES = 2;

export type Writer = ReturnType<typeof createWriter>;

/**
 * Gathers results so that many runs end in one statement. A write that fails because the database is away is repeated
 * until it succeeds or the writer is closed.
 */
export function createWriter({ write, onFault, retryMs = 250 }: Options) {
  let pending: Pending[] = [];
  let writing = 0;
  let scheduled = false;
  let closed = false;

  function schedule(): void {
    if (scheduled || writing >= MAX_WRITES || pending.length === 0) return;
    scheduled = true;
    // Calls that end in the same turn of the event loop share a statement.
    setImmediate(() => {
      scheduled = false;
      const batch = pending;
      pending = [];
      writing += 1;
      flush(batch).finally(() => {
        writing -= 1;
        schedule();
      });
    });
  }

  async function flush(batch: Pending[]): Promise<void> {
    for (;;) {
      try {
        const kept = await write(batch);
        for (const { run, resolve } of batch) resolve(kept.has(run.id));
        return;
      } catch (error) {
        if (closed) break;
        if (isUnstorable(error)) return isolate(batch, error);
        onFault("A result could not be written; it is tried again", error);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
    for (const { resolve } of batch) resolve(false);
  }

  /** One result that PostgreSQL will never take must not hold up the others: its run fails. */
  async function isolate(batch: Pending[], error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length > 1 || !only) {
      for (const one of batch) await flush([one]);
      return;
    }
    onFault(`The result of run ${only.run.id} can't be stored`, error);
    const message = error instanceof Error ? error.message : String(error);
    const outcome: Outcome = {
      kind: "failed",
      error: { name: "Error", message: `The result can't be stored: ${message}` },
    };
    if (only.outcome.kind === "failed") only.resolve(false);
    else await flush([{ ...only, outcome }]);
  }

  return {
    /** Resolves once it is committed: whether the run was still this engine's. */
    add(run: ClaimedRun, outcome: Outcome): Promise<boolean> {
      return new Promise((resolve) => {
        pending.push({ run, outcome, resolve });
        schedule();
      });
    },
    /** Stops repeating writes that fail. */
    close(): void {
      closed = true;
    },
  };
}

/** Data that PostgreSQL refuses (classes 22 and 54), as opposed to a database that is away. */
function isUnstorable(error: unknown): boolean {
  return error instanceof postgres.PostgresError && /^(22|54)/.test(error.code);
}
