import { randomUUID } from "node:crypto";
import { z } from "zod";
import { transaction } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { organisations, orgCounters } from "@/db/schema";
import { createApiKey } from "@/lib/api-keys/mutations";
import { type Ctx, systemCtx } from "@/lib/auth/context";
import { needsSetup } from "@/lib/auth/setup";
import { builtInTypes } from "@/lib/catalog";
import { insertEventTypes } from "@/lib/catalog/own-types";
import { createWebhook } from "@/lib/webhooks/mutations";
import { insertWebhooks } from "./many-webhooks";

const settings = z.strictObject({
  failureRule: z.strictObject({ kind: z.literal("never") }),
  retry: z.strictObject({ kind: z.literal("custom"), delaysSeconds: z.array(z.number()) }),
  timeoutMs: z.number(),
  rateLimit: z.number(),
  ordered: z.boolean(),
});

const plan = z.strictObject({
  /** Where the receiver listens; each webhook's own number comes behind it. */
  receiver: z.url(),
  groups: z.array(
    z.strictObject({
      name: z.string(),
      organisations: z.int().min(1),
      /** In each organisation; what differs from the usual settings, each `times` over. */
      webhooks: z.array(z.strictObject({ times: z.int().min(1).default(1), ...settings.partial().shape })),
      /** Each webhook has an event type of its own; otherwise every webhook gets every event. */
      spread: z.boolean().default(false),
      /** So many webhooks more in each organisation, that want none of its events. */
      uninterested: z.int().min(0).default(0),
    }),
  ),
});

type Group = z.output<typeof plan>["groups"][number];
/** An organisation made for a run: `types` are the events to emit, and the webhooks are numbered from `first` on. */
export type BenchOrganisation = { apiKey: string; types: string[]; first: number; webhooks: number };

const COMMON_TYPE = "attendee.created";

/**
 * Fills an empty database with organisations, their API keys and webhooks, for `npm run bench` and `npm run test:crash`.
 * @param args the plan, see above, as JSON
 * @returns the organisations of each group by its name
 */
export async function benchSetup([json = ""]: string[]): Promise<Record<string, BenchOrganisation[]>> {
  const { receiver, groups } = plan.parse(JSON.parse(json));
  if (!(await needsSetup())) throw new Error("This database is in use. The load needs an empty one.");
  let next = 0;
  const making = groups.flatMap((group) =>
    Array.from({ length: group.organisations }, (_, index) => {
      const first = next;
      next += group.webhooks.reduce((sum, { times }) => sum + times, 0);
      return makeOrganisation(group, `${group.name} ${index + 1}`, receiver, first);
    }),
  );
  const made = await Promise.all(making);
  return Object.fromEntries(groups.map(({ name, organisations: count }) => [name, made.splice(0, count)]));
}

async function makeOrganisation(
  group: Group,
  name: string,
  receiver: string,
  first: number,
): Promise<BenchOrganisation> {
  const webhooks = group.webhooks.flatMap(({ times, ...own }) => Array.from({ length: times }, () => own));
  const types = group.spread ? webhooks.map((_, index) => `bench.type_${index}`) : [COMMON_TYPE];
  const ctx = await insertOrganisation(name, types);
  for (const [index, own] of webhooks.entries()) {
    await createWebhook(ctx, {
      ...own,
      name: `Webhook ${first + index}`,
      url: `${receiver}/${first + index}`,
      subscriptions: [types[group.spread ? index : 0] as string],
      active: true,
    });
  }
  if (group.uninterested > 0) await insertUninterested(ctx.orgId, group.uninterested, receiver);
  const { key } = await createApiKey(ctx, { name: "Load" });
  return { apiKey: key, types, first, webhooks: webhooks.length };
}

async function insertUninterested(orgId: OrgId, count: number, receiver: string): Promise<void> {
  const other = builtInTypes.find((type) => type.name !== COMMON_TYPE)?.name as string;
  const row = (index: number) => ({
    id: randomUUID(),
    orgId,
    name: `Uninterested ${index}`,
    url: `${receiver}/nothing`,
    subscriptions: [other],
    status: "active" as const,
  });
  await transaction((tx) =>
    insertWebhooks(
      tx,
      Array.from({ length: count }, (_, index) => row(index)),
    ),
  );
}

/** The types of its own have the schema of the common one, so that checking an event costs the same. */
async function insertOrganisation(name: string, types: string[]): Promise<Ctx> {
  const own = types.filter((type) => type !== COMMON_TYPE);
  const schema = builtInTypes.find((type) => type.name === COMMON_TYPE)?.schema ?? null;
  return transaction(async (tx) => {
    const [row] = await tx.insert(organisations).values({ name }).returning({ id: organisations.id });
    if (!row) throw new Error("The organisation was not inserted.");
    await tx.insert(orgCounters).values({ orgId: row.id });
    await insertEventTypes(
      tx,
      row.id,
      own.map((name) => ({ name, schema })),
    );
    return systemCtx(row.id);
  });
}
