import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { jobs, lanes } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { getJob } from "./data";
import { cancelJob, retryJob } from "./mutations";
import type { JobStatus } from "./schema";

afterAll(closeDb);

async function jobIn(status: JobStatus, webhookStatus: "active" | "inactive" = "active") {
  const org = await createOrg();
  const webhookId = await insertWebhook(org.ctx, { status: webhookStatus });
  const dueAt = new Date("2031-01-01T00:00:00Z");
  await insertJob(org.ctx, { number: 1, webhookId, status, dueAt, attemptCount: 3, reason: "x" });
  return { ...org, webhookId };
}

const rowOf = async (webhookId: string) => {
  const [row] = await db().select().from(jobs).where(eq(jobs.webhookId, webhookId));
  return row;
};

describe("retryJob", () => {
  it.each(["failed", "cancelled", "succeeded", "retrying"] as const)(
    "sends a %s job again with its whole schedule before it",
    async (status) => {
      const { ctx, webhookId } = await jobIn(status);
      const job = await retryJob(ctx, 1);
      expect(job).toMatchObject({
        number: 1,
        status: "queued",
        attemptCount: 3,
        reason: null,
        finishedAt: null,
      });
      const row = await rowOf(webhookId);
      expect(row?.attemptBase).toBe(3);
      expect(row?.dueAt.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
      const [lane] = await db().select().from(lanes).where(eq(lanes.webhookId, webhookId));
      expect(lane?.dueAt).not.toBeNull();
      const [audit] = await listAudit(ctx, { kind: "job", id: "1" });
      expect(audit).toMatchObject({ action: "job.retried", changes: { status: [status, "queued"] } });
    },
  );

  it.each(["queued", "running"] as const)("leaves a %s job alone", async (status) => {
    const { ctx } = await jobIn(status);
    await expect(retryJob(ctx, 1)).rejects.toMatchObject({ code: "conflict" });
    expect((await getJob(ctx, 1)).status).toBe(status);
  });

  it("sends nothing to a webhook that is not active or was deleted", async () => {
    const { ctx } = await jobIn("failed", "inactive");
    await expect(retryJob(ctx, 1)).rejects.toMatchObject({ message: expect.stringContaining("Activate") });
    await insertJob(ctx, { number: 2, webhookId: crypto.randomUUID(), status: "failed" });
    await expect(retryJob(ctx, 2)).rejects.toMatchObject({ message: expect.stringContaining("deleted") });
  });

  it("is refused to a viewer, and finds nothing in another organisation", async () => {
    const { ctx, orgId } = await jobIn("failed");
    const viewer = await addMember(orgId, "viewer");
    await expect(retryJob(viewer.ctx, 1)).rejects.toMatchObject({ code: "forbidden" });
    await expect(retryJob((await createOrg()).ctx, 1)).rejects.toMatchObject({ code: "not_found" });
    expect((await getJob(ctx, 1)).status).toBe("failed");
  });
});

describe("cancelJob", () => {
  it.each(["queued", "retrying"] as const)("cancels a %s job and says who did", async (status) => {
    const { ctx } = await jobIn(status);
    expect(await cancelJob(ctx, 1)).toMatchObject({
      status: "cancelled",
      reason: "Cancelled by Test owner",
      nextTryAt: null,
      finishedAt: expect.any(String),
    });
  });

  it.each(["running", "succeeded", "failed", "cancelled"] as const)(
    "can't cancel a %s one",
    async (status) => {
      const { ctx } = await jobIn(status);
      await expect(cancelJob(ctx, 1)).rejects.toMatchObject({ code: "conflict" });
      expect((await getJob(ctx, 1)).status).toBe(status);
    },
  );

  it("is refused to a viewer, and finds nothing in another organisation", async () => {
    const { ctx, orgId } = await jobIn("queued");
    const viewer = await addMember(orgId, "viewer");
    await expect(cancelJob(viewer.ctx, 1)).rejects.toMatchObject({ code: "forbidden" });
    await expect(cancelJob((await createOrg()).ctx, 1)).rejects.toMatchObject({ code: "not_found" });
    expect((await getJob(ctx, 1)).status).toBe("queued");
  });
});
