import { delay } from "../lib/pids.mjs";

/** What the database says of the jobs. */

/** A connection that was open when the server was killed fails once; the next is fresh. */
const PATIENCE_MS = 10_000;

/**
 * Jobs that the engine has claimed and not yet written down as done.
 * @param {import("postgres").Sql} sql
 * @returns {Promise<number>}
 */
export async function jobsInFlight(sql) {
  const [row] = await patiently(() => sql`select count(*)::int as count from jobs where status = 'running'`);
  return row?.count ?? 0;
}

/**
 * Jobs that are not over, and events that have none yet.
 * @param {import("postgres").Sql} sql
 * @returns {Promise<{ jobs: number, events: number }>}
 */
export async function unfinished(sql) {
  const [row] = await patiently(
    () => sql`
      select (select count(*)::int from jobs where status in ('queued', 'running', 'retrying')) as jobs,
        (select coalesce(sum(cardinality(event_ids)), 0)::int from event_batches) as events`,
  );
  return { jobs: row?.jobs ?? 0, events: row?.events ?? 0 };
}

async function patiently(query) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await query();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

/**
 * What is not done, to find out why: jobs by webhook and status (with when they are due, or
 * their leases end, in seconds from now), their lanes (due, and held until then), batches not fanned out, and the engine's runs.
 * @param {import("postgres").Sql} sql
 * @returns {Promise<string[]>} lines
 */
export async function describeUnfinished(sql) {
  const jobs = await sql`
    select w.name, j.status, count(*)::int as jobs, min(j.number) as first,
      round(extract(epoch from min(j.due_at) - now()))::int as due,
      round(extract(epoch from min(l.due_at) - now()))::int as lane, round(extract(epoch from min(l.leased_until) - now()))::int as held
    from jobs j join webhooks w on w.id = j.webhook_id join lanes l on l.webhook_id = w.id
    where j.status <> 'succeeded' group by 1, 2 order by 1, 2`;
  const [open] = await sql`select (select count(*)::int from event_batches) as batches,
    (select round(extract(epoch from min(leased_until) - now()))::int from event_batches) as claimed`;
  const runs = await sql`
    select function_id as function, waiting, locked_by, attempt, count(*)::int as runs,
      round(extract(epoch from min(due_at) - now()))::int as due
    from engine_runs group by 1, 2, 3, 4`;
  const failures = await sql`select function_id, error from engine_failures limit 3`;
  return [...jobs, open, ...runs, ...failures].map((row) => JSON.stringify(row));
}
