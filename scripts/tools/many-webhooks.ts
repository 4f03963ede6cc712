import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { lanes, organisations, webhookSecrets, webhooks } from "@/db/schema";
import { LATENCY_BOUNDS_MS } from "@/lib/stats/latency-bounds";
import { newSecretRow } from "@/lib/webhooks/signing-secret";

/**
 * `many-webhooks --organisation <name> --count 500`: gives an organisation webhooks that look back on a busy day: deliveries in each of the
 * last 24 hours, of which some failed, and a last one. Every tenth is inactive.
 * @throws Error that says what is wrong with the arguments
 */
export async function makeManyWebhooks(args: string[]): Promise<{ webhooks: number }> {
  const { values } = parseArgs({
    args,
    options: { organisation: { type: "string" }, count: { type: "string" } },
  });
  const { organisation } = values;
  const count = Number(values.count);
  if (!organisation || !Number.isInteger(count))
    throw new Error("Say --organisation <name> --count <number>.");
  await transaction(async (tx) => {
    const orgId = await findOrganisation(tx, organisation);
    await insertWebhooks(tx, manyWebhooks(orgId, count));
    await tx.execute(sql`
      insert into delivery_stats (org_id, webhook_id, hour, succeeded, failed, attempts, latency)
      select org_id, id, date_trunc('hour', now()) - make_interval(hours => ago), 1 + (ago * 7 + n) % 90, (ago + n) % 4, 100,
        array_fill(1, array[${LATENCY_BOUNDS_MS.length + 1}::int])
      from (select org_id, id, row_number() over (order by id)::int as n from webhooks where org_id = ${orgId}) as w,
        generate_series(0, 23) as ago
      on conflict do nothing`);
    await tx.execute(sql`
      update lanes set last_delivery_at = now() - make_interval(secs => abs(hashtext(webhook_id::text)) % 86400),
        last_status = case when abs(hashtext(webhook_id::text)) % 7 = 0 then 'failed' else 'succeeded' end
      where org_id = ${orgId}`);
  });
  return { webhooks: count };
}

/** @throws Error when there is none of this name */
export async function findOrganisation(tx: Tx, name: string): Promise<OrgId> {
  const [row] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.name, name));
  if (!row) throw new Error(`There is no organisation "${name}".`);
  return row.id;
}

type NewWebhook = typeof webhooks.$inferInsert & { id: string };

/** Thousands at once, some 10 000 at most, past what is checked and noted of each that people make. */
export async function insertWebhooks(tx: Tx, made: NewWebhook[]): Promise<void> {
  await tx.insert(webhooks).values(made);
  await tx.insert(lanes).values(made.map(({ orgId, id }) => ({ orgId, webhookId: id })));
  await tx.insert(webhookSecrets).values(made.map(({ orgId, id }) => newSecretRow(orgId, id)));
}

/** Webhooks of which the first and every tenth after it are inactive, in the order of their numbers. */
export const manyWebhooks = (orgId: OrgId, count: number): NewWebhook[] =>
  Array.from({ length: count }, (_, index) => webhookOf(orgId, index));

/** Nothing listens at its address. */
function webhookOf(orgId: OrgId, index: number) {
  return {
    id: randomUUID(),
    orgId,
    name: `Webhook ${index}`,
    url: `http://127.0.0.1:8999/hook/${index}`,
    subscriptions: ["attendee.*", "calendar_event.user_registered", "calendar_event.user_unregistered"],
    status: index % 10 === 0 ? "inactive" : "active",
  } satisfies typeof webhooks.$inferInsert;
}
