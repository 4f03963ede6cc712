import { type SQL, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { LONG_PATIENCE_MS, withPatience } from "@/db/patience";
import { databaseTime } from "@/db/times";
import { announceLanes } from "@/inngest/send";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { requeue } from "./requeue";
import type { FailedFilter } from "./schema";

/** Jobs queued by one call, and by one statement. */
const MAX_REPLAY = 10_000;
const GROUP = 1_000;

/** Failed jobs of active webhooks, no tests; newest first. */
function failedJobs(
  ctx: Ctx,
  { webhookId, eventType, from, to }: FailedFilter,
  limit: number,
  below?: number,
): SQL {
  const conditions = [
    sql`j.org_id = ${ctx.orgId} and j.status = 'failed' and not j.is_test`,
    sql`exists (select from webhooks w where w.org_id = j.org_id and w.id = j.webhook_id and w.status = 'active')`,
    sql`exists (select from events e where e.id = j.event_id)`,
    webhookId && sql`j.webhook_id = ${webhookId}`,
    eventType && sql`j.event_type = ${eventType}`,
    from && sql`j.created_at >= ${databaseTime(new Date(from))}::timestamptz`,
    to && sql`j.created_at < ${databaseTime(new Date(to))}::timestamptz`,
    below !== undefined && sql`j.number < ${below}`,
  ].filter((condition) => typeof condition === "object");
  return sql`select j.org_id, j.number from jobs j where ${sql.join(conditions, sql` and `)} order by j.number desc limit ${limit}`;
}

/**
 * How many failed jobs `replayFailed` would queue: of active webhooks alone; at most 10 000 are counted.
 * @throws AppError forbidden
 */
export async function countFailed(ctx: Ctx, filter: FailedFilter): Promise<{ count: number; more: boolean }> {
  authorise(ctx, "jobs.read");
  const rows = await db().execute<{ count: number }>(
    sql`select count(*)::int as count from (${failedJobs(ctx, filter, MAX_REPLAY + 1)}) as failed`,
  );
  const count = rows[0]?.count ?? 0;
  return { count: Math.min(count, MAX_REPLAY), more: count > MAX_REPLAY };
}

/**
 * Queues failed jobs again, each with the whole of its webhook's retry schedule before it: the newest first, at most 10 000, in groups.
 * @returns how many, and whether there are `more`.
 * @throws AppError forbidden
 */
export async function replayFailed(
  ctx: Ctx,
  filter: FailedFilter,
): Promise<{ replayed: number; more: boolean }> {
  authorise(ctx, "jobs.write");
  let replayed = 0;
  let below: number | undefined;
  let more = true;
  while (more && replayed < MAX_REPLAY) {
    const queued = await queueGroup(ctx, filter, below);
    replayed += queued.length;
    more = queued.length === GROUP;
    // Downwards, so that one that fails again meanwhile is not taken twice.
    below = Math.min(...queued, below ?? Number.POSITIVE_INFINITY);
  }
  if (replayed > 0) await finish(ctx, filter, replayed);
  return { replayed, more: more && (await countFailed(ctx, filter)).count > 0 };
}

function queueGroup(ctx: Ctx, filter: FailedFilter, below: number | undefined): Promise<number[]> {
  return withPatience(LONG_PATIENCE_MS, () => requeue(failedJobs(ctx, filter, GROUP, below)));
}

async function finish(ctx: Ctx, filter: FailedFilter, replayed: number): Promise<void> {
  await transaction(async (tx) => {
    const named = Object.entries(filter).filter(([, value]) => value !== undefined);
    await recordAudit(tx, ctx, {
      action: "jobs.replayed",
      target: { kind: "jobs", id: "failed", name: "Failed jobs" },
      changes: Object.fromEntries([
        ["count", [null, replayed]],
        ...named.map(([key, value]) => [key, [null, value]]),
      ]),
    });
    await announceLanes();
  });
}
