import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db } from "@/db/client";
import { requestWakes } from "./wake";

/** How long a webhook is left alone because its receiver asked for it, and with which status. */
export type Pause = { until: Date; status: 429 | 503 };

/** A pause that the receiver at a webhook's `url` asked for. */
export type AskedPause = Pause & { webhookId: string; url: string };

/**
 * Writes down that nothing is to be sent to these webhooks before a moment, for all processes. A pause that is already
 * longer stays, and one that a receiver asked for whose webhook has another URL by now is none.
 * Not for a transaction that goes on to lock their webhooks: whoever deletes one locks it first.
 */
export async function pauseLanes(pauses: readonly AskedPause[]): Promise<void> {
  const longest = new Map<string, AskedPause>();
  for (const pause of pauses) {
    const known = longest.get(pause.webhookId);
    if (!known || known.until < pause.until) longest.set(pause.webhookId, pause);
  }
  const asked = [...longest.values()].sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1));
  const column = (of: (pause: AskedPause) => string | number | Date, type: Parameters<typeof array>[1]) =>
    array(asked.map(of), type);
  // Locked in the order in which wakes are asked for (wake.ts). The slots of the pace begin anew after the pause.
  await db().execute(sql`
    with asked as (
      select l.webhook_id, a.until, a.status from lanes l
      join unnest(
        ${column((p) => p.webhookId, "uuid")}, ${column((p) => p.url, "text")},
        ${column((p) => p.until, "timestamptz")}, ${column((p) => p.status, "int")}
      ) as a (webhook_id, url, until, status) using (webhook_id)
      join webhooks w on w.id = l.webhook_id and w.url = a.url
      where l.resume_at is null or l.resume_at < a.until
      order by l.webhook_id for update of l
    )
    update lanes l set resume_at = asked.until, resume_status = asked.status, next_slot_at = asked.until
    from asked where l.webhook_id = asked.webhook_id`);
}

/** Lets a webhook be sent to again at once: another receiver is there now, which asked for nothing. Takes part in the transaction under way. */
export async function endPause(webhookId: string): Promise<void> {
  await db().execute(sql`
    update lanes set resume_at = null, resume_status = null, next_slot_at = null
    where webhook_id = ${webhookId} and resume_at is not null`);
  await requestWakes([{ webhookId, at: Date.now() }]);
}
