import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { rows } from "@/db/rows";
import { fromNow } from "@/db/spans";
import type { Pause } from "./paces";

/** A pause that the receiver at a webhook's `url` asked for. */
export type AskedPause = Pause & { webhookId: string; url: string };

/**
 * Writes down that nothing is to be sent to these webhooks before their pause is over, for all processes. A pause that is already
 * longer stays, and one that a receiver asked for whose webhook has another URL by now is none.
 * Not for a transaction that goes on to lock their webhooks: whoever deletes one locks it first.
 */
export async function pauseLanes(pauses: readonly AskedPause[]): Promise<void> {
  if (pauses.length === 0) return;
  const longest = new Map<string, AskedPause>();
  for (const pause of pauses) {
    const known = longest.get(pause.webhookId);
    if (!known || known.forMs < pause.forMs) longest.set(pause.webhookId, pause);
  }
  // Locked in the order in which lanes are made due (lib/jobs/due.ts). The slots of the pace begin anew after the pause.
  await db().execute(sql`
    with asked as (
      select l.webhook_id, ${fromNow(sql`a.for_ms`)} as until, a.status from lanes l
      join ${rows([...longest.values()], "a", {
        webhook_id: ["uuid", (pause) => pause.webhookId],
        url: ["text", (pause) => pause.url],
        for_ms: ["float8", (pause) => pause.forMs],
        status: ["int", (pause) => pause.status],
      })} using (webhook_id)
      join webhooks w on w.id = l.webhook_id and w.url = a.url
      where l.resume_at is null or l.resume_at < ${fromNow(sql`a.for_ms`)}
      order by l.webhook_id for update of l
    )
    update lanes l set resume_at = asked.until, resume_status = asked.status, next_slot_at = asked.until,
      due_at = case when l.due_at < asked.until then asked.until else l.due_at end
    from asked where l.webhook_id = asked.webhook_id`);
}
