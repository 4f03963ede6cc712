import { eq } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { jobs, lanes } from "@/db/schema";
import { createOrg } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { requeueJobs } from "./requeue";

afterAll(closeDb);

const nextYear = new Date(Date.now() + 365 * 86_400_000);

it("makes the lanes of what it queues due in the same statement, so that a process that dies after it leaves nothing behind", async () => {
  const { ctx } = await createOrg();
  const [first, second, other] = [
    await insertWebhook(ctx),
    await insertWebhook(ctx),
    await insertWebhook(ctx),
  ];
  await db().update(lanes).set({ dueAt: nextYear }).where(eq(lanes.orgId, ctx.orgId));
  await insertJob(ctx, { number: 1, webhookId: first, status: "failed" });
  await insertJob(ctx, { number: 2, webhookId: second, status: "cancelled" });
  await insertJob(ctx, { number: 3, webhookId: other, status: "succeeded" });
  expect(await requeueJobs(ctx, [1, 2, 3])).toBe(2);
  const due = await db().select().from(lanes).where(eq(lanes.orgId, ctx.orgId));
  const isSoon = (id: string) =>
    Number(due.find(({ webhookId }) => webhookId === id)?.dueAt) < Date.now() + 1000;
  expect([first, second, other].map(isSoon)).toEqual([true, true, false]);
  const rows = await db().select().from(jobs).where(eq(jobs.orgId, ctx.orgId)).orderBy(jobs.number);
  expect(rows.map(({ status }) => status)).toEqual(["queued", "queued", "succeeded"]);
});

it("leaves another organisation's jobs and lanes alone, and a lane whose receiver asked for patience until that is over", async () => {
  const { ctx } = await createOrg();
  const webhookId = await insertWebhook(ctx);
  await insertJob(ctx, { number: 1, webhookId, status: "failed" });
  await db().update(lanes).set({ dueAt: null, resumeAt: nextYear }).where(eq(lanes.webhookId, webhookId));
  expect(await requeueJobs((await createOrg()).ctx, [1])).toBe(0);
  expect(await requeueJobs(ctx, [1])).toBe(1);
  const [lane] = await db().select().from(lanes).where(eq(lanes.webhookId, webhookId));
  expect(lane?.dueAt?.getTime()).toBe(nextYear.getTime());
});
