import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, transaction } from "@/db/client";
import { sendEvents } from "@/inngest/send";

/** A wake that is this late was lost, and may be asked for again. */
export const WAKE_LOST_AFTER_SECONDS = 30;

/** A lane to be drained at a moment, in epoch ms. */
export type Wake = { webhookId: string; at: number };

/**
 * Sees to it that each lane has a run that wakes by `at`: asks the engine for one unless an earlier wake stands.
 * Takes part in the transaction under way, if there is one.
 */
export async function requestWakes(wakes: readonly Wake[]): Promise<void> {
  const earliest = new Map<string, number>();
  for (const { webhookId, at } of wakes) earliest.set(webhookId, Math.min(at, earliest.get(webhookId) ?? at));
  if (earliest.size === 0) return;
  const entries = [...earliest].sort(([a], [b]) => (a < b ? -1 : 1));
  await transaction(async () => {
    const woken = await db().execute<{ webhook_id: string; at: string }>(sql`
      with wanted as (
        select l.webhook_id, w.at from lanes l
        join unnest(
          ${array(
            entries.map(([id]) => id),
            "uuid",
          )},
          ${array(
            entries.map(([, at]) => new Date(at)),
            "timestamptz",
          )}) as w (webhook_id, at) using (webhook_id)
        where l.wake_at is null or l.wake_at > w.at or l.wake_at < now() - make_interval(secs => ${WAKE_LOST_AFTER_SECONDS})
        order by l.webhook_id for update of l
      )
      update lanes l set wake_at = wanted.at from wanted where l.webhook_id = wanted.webhook_id
      returning l.webhook_id, (extract(epoch from l.wake_at) * 1000)::bigint as at`);
    await sendEvents(
      Array.from(woken, (row) => ({
        name: "hookyard/lane.due",
        data: { webhookId: row.webhook_id, at: Number(row.at) },
      })),
    );
  });
}
