import { sql } from "drizzle-orm";

/** What a job's row becomes when it is sent again by hand, as the SET of an UPDATE: queued, with its whole schedule before it. */
export const beginAnew = sql`status = 'queued', due_at = now(), attempt_base = attempt_count, uncounted_count = 0, restarted_at = now(),
  reason = null, finished_at = null`;
