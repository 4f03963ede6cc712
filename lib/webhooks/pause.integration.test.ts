import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import { lanes } from "@/db/schema";
import { pauseLanes } from "@/lib/delivery/clock/pauses";
import { findJob } from "@/lib/jobs/data";
import { createOrg, type TestOrg } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { createWebhook, updateWebhook } from "./mutations";
import { getPause } from "./pause";

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = await Promise.all([createOrg(), createOrg()]);
});

afterAll(closeDb);

const url = "http://127.0.0.1:8999/hook";
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);

describe("a receiver's pause", () => {
  test("is told with how many jobs wait, while it lasts, to its own organisation", async () => {
    const id = await insertWebhook(org.ctx, { url });
    expect(await getPause(org.ctx, id)).toBeNull();
    await pauseLanes([{ webhookId: id, url, forMs: 600_000, status: 429 }]);
    const [lane] = await db().select().from(lanes).where(eq(lanes.webhookId, id));
    const until = lane?.resumeAt ?? new Date(0);
    expect(until.getTime()).toBeGreaterThan(Date.now() + 590_000);
    await insertJob(org.ctx, { number: 1, webhookId: id, status: "queued" });
    await insertJob(org.ctx, { number: 2, webhookId: id, status: "retrying", dueAt: inSeconds(60) });
    await insertJob(org.ctx, { number: 3, webhookId: id, status: "retrying", dueAt: inSeconds(900) });
    await insertJob(org.ctx, { number: 4, webhookId: id, status: "succeeded" });
    expect(await getPause(org.ctx, id)).toEqual({
      until: until.toISOString(),
      status: 429,
      waiting: 3,
      more: false,
    });
    await expect(getPause(other.ctx, id)).rejects.toMatchObject({ code: "not_found" });

    const held = { waitsFor: { until: until.toISOString(), status: 429 }, nextTryAt: until.toISOString() };
    expect(await findJob(org.ctx, 1)).toMatchObject(held);
    expect(await findJob(org.ctx, 2)).toMatchObject(held);
    // It is due later by itself.
    expect(await findJob(org.ctx, 3)).toMatchObject({ waitsFor: null });
    expect(await findJob(org.ctx, 4)).toMatchObject({ waitsFor: null, nextTryAt: null });
  });

  test("is not told when it is over, or in a moment", async () => {
    const id = await insertWebhook(org.ctx, { url });
    await pauseLanes([{ webhookId: id, url, forMs: 0, status: 503 }]);
    await insertJob(org.ctx, { number: 11, webhookId: id, status: "queued" });
    expect(await getPause(org.ctx, id)).toBeNull();
    expect(await findJob(org.ctx, 11)).toMatchObject({ waitsFor: null });
    await pauseLanes([{ webhookId: id, url, forMs: 3_000, status: 503 }]);
    expect(await getPause(org.ctx, id)).toBeNull();
    expect(await findJob(org.ctx, 11)).toMatchObject({ waitsFor: { status: 503 } });
  });

  test("ends when the webhook gets another URL, and is not begun again by the receiver of the old one", async () => {
    const { id } = await createWebhook(org.ctx, { name: "Hook", url, subscriptions: ["*"], active: true });
    const asked = { webhookId: id, url, forMs: 3_600_000, status: 429 as const };
    await pauseLanes([asked]);
    await updateWebhook(org.ctx, id, { name: "The same receiver" });
    expect(await getPause(org.ctx, id)).not.toBeNull();
    await updateWebhook(org.ctx, id, { url: "http://127.0.0.1:8999/other" });
    expect(await getPause(org.ctx, id)).toBeNull();
    const [lane] = await db().select().from(lanes).where(eq(lanes.webhookId, id));
    expect(lane?.nextSlotAt).toBeNull();
    expect(lane?.dueAt?.getTime()).toBeLessThanOrEqual(Date.now());
    await pauseLanes([asked]);
    expect(await getPause(org.ctx, id)).toBeNull();
  });
});
