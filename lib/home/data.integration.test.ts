import { afterAll, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { deliveryStats, lanes, webhooks } from "@/db/schema";
import { LATENCY_BOUNDS_MS } from "@/lib/stats/latency-bounds";
import { createOrg } from "@/scripts/test/fixtures";
import { getFirstSteps, getOverview } from "./data";

afterAll(closeDb);

const now = new Date("2026-11-22T12:34:56Z");
const HOUR_MS = 3_600_000;

async function addWebhook(orgId: OrgId, name: string, status: "active" | "inactive" | "disabled") {
  const [row] = await db()
    .insert(webhooks)
    .values({ orgId, name, url: "https://receiver.example", status, subscriptions: ["*"] })
    .returning({ id: webhooks.id });
  return row?.id ?? "";
}

/** An hour's counts: all attempts took between the first and the second bound. */
function addHour(orgId: OrgId, webhookId: string, hoursAgo: number, succeeded: number, failed: number) {
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - hoursAgo * HOUR_MS);
  const attempts = succeeded + failed;
  const latency = [0, attempts, ...LATENCY_BOUNDS_MS.slice(1).map(() => 0)];
  return db().insert(deliveryStats).values({ orgId, webhookId, hour, succeeded, failed, attempts, latency });
}

test("it counts the last 24 hours of all webhooks of this organisation alone", async () => {
  const mine = await createOrg();
  const theirs = await createOrg();
  const [a, b] = [await addWebhook(mine.orgId, "A", "active"), await addWebhook(mine.orgId, "B", "active")];
  const other = await addWebhook(theirs.orgId, "C", "active");
  await addHour(mine.orgId, a, 0, 5, 1);
  await addHour(mine.orgId, b, 0, 3, 0);
  await addHour(mine.orgId, b, 23, 2, 2);
  await addHour(mine.orgId, b, 24, 100, 100);
  await addHour(theirs.orgId, other, 0, 1_000, 1_000);

  const overview = await getOverview(mine.ctx, now);
  expect(overview).toMatchObject({ succeeded: 10, failed: 3, failing: [], failingCount: 0 });
  expect(overview.hours).toHaveLength(24);
  expect(overview.hours[0]).toMatchObject({ succeeded: 2, failed: 2 });
  expect(overview.hours[23]).toEqual({ hour: new Date("2026-11-22T12:00:00Z"), succeeded: 8, failed: 1 });
  expect(overview.latency?.p50Ms).toBeGreaterThan(10);
  expect(overview.latency?.p95Ms).toBeLessThanOrEqual(25);
});

test("without deliveries there is nothing to say", async () => {
  const { ctx } = await createOrg();
  const overview = await getOverview(ctx, now);
  expect(overview).toMatchObject({ succeeded: 0, failed: 0, latency: null, failing: [] });
});

test("failing are the disabled, and the active whose last job failed; not those switched off by hand", async () => {
  const { ctx, orgId } = await createOrg();
  const disabled = await addWebhook(orgId, "Disabled", "disabled");
  const failed = await addWebhook(orgId, "Failed", "active");
  const fine = await addWebhook(orgId, "Fine", "active");
  const off = await addWebhook(orgId, "Off", "inactive");
  await db()
    .insert(lanes)
    .values([
      { orgId, webhookId: disabled, lastStatus: "failed" },
      { orgId, webhookId: failed, lastStatus: "failed", lastDeliveryAt: new Date(Date.now() + HOUR_MS) },
      { orgId, webhookId: fine, lastStatus: "succeeded" },
      { orgId, webhookId: off, lastStatus: "failed" },
    ]);
  const { failing, failingCount } = await getOverview(ctx, now);
  expect(failingCount).toBe(2);
  expect(failing.map(({ id, disabled: isDisabled }) => [id, isDisabled])).toEqual([
    [failed, false],
    [disabled, true],
  ]);
});

test("first steps are this organisation's own", async () => {
  const mine = await createOrg();
  const theirs = await createOrg();
  await addWebhook(theirs.orgId, "Theirs", "active");
  expect(await getFirstSteps(mine.ctx)).toEqual({
    webhook: false,
    activeWebhook: false,
    apiKey: false,
    job: false,
  });
  await addWebhook(mine.orgId, "Mine", "inactive");
  expect(await getFirstSteps(mine.ctx)).toMatchObject({ webhook: true, activeWebhook: false });
});
