import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { announceLanes } from "@/inngest/send";
import type { Ctx } from "@/lib/auth/context";
import { makeLanesDue } from "@/lib/jobs/due";
import { getWebhook } from "./data";

/** Until when a webhook is left alone: its receiver asked for it, by the status, or does not answer (null). `waiting` jobs wait for it; `more` when there are more than were counted. */
export type ReceiverPause = { until: string; status: number | null; waiting: number; more: boolean };

/** Waiting jobs are counted up to here. */
const COUNTED = 10_000;
/** A pause that is over this soon is not worth a note that comes and goes. */
const SHOWN_FROM_SECONDS = 5;

/**
 * The pause that a webhook's receiver asked for, or brought about by not answering; null when there is none, or it is nearly over.
 * @throws AppError not_found, also for a webhook of another organisation
 */
export async function getPause(ctx: Ctx, id: string): Promise<ReceiverPause | null> {
  const { id: webhookId } = await getWebhook(ctx, id);
  const [row] = await db().execute<{ until: string; status: number | null; waiting: number }>(sql`
    select l.resume_at as until, l.resume_status as status, (
      select count(*)::int from (
        select from jobs j where j.webhook_id = l.webhook_id and j.status in ('queued', 'retrying') limit ${COUNTED + 1}
      ) waiting
    ) as waiting
    from lanes l
    where l.org_id = ${ctx.orgId} and l.webhook_id = ${webhookId}
      and l.resume_at > now() + make_interval(secs => ${SHOWN_FROM_SECONDS})`);
  if (!row) return null;
  return {
    until: new Date(row.until).toISOString(),
    status: row.status,
    waiting: Math.min(row.waiting, COUNTED),
    more: row.waiting > COUNTED,
  };
}

/** Lets a webhook be sent to again at once: another receiver is there now, which asked for nothing. Takes part in the transaction under way. */
export async function endPause(webhookId: string): Promise<void> {
  const ended = await db().execute(sql`
    update lanes set resume_at = null, resume_status = null, next_slot_at = null
    where webhook_id = ${webhookId} and resume_at is not null returning 1`);
  if (ended.length === 0) return;
  await makeLanesDue([webhookId]);
  await announceLanes();
}
