import { Webhook as StandardWebhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { sql, transaction } from "@/db/client";
import { organisations } from "@/db/schema";
import { acceptEvents, emitEvent } from "@/lib/events/accept";
import { getJob, listJobs } from "@/lib/jobs/data";
import { revealSecret } from "@/lib/webhooks/secrets";
import {
  attendee,
  deliverInThisFile,
  hook,
  idsAt,
  quick,
  receiver,
  until,
} from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { status } from "@/scripts/test/receiver";
import { clock } from "./clock/runtime";
import { sweep } from "./clock/sweep";

deliverInThisFile();

describe("the way from an event to a delivery", () => {
  it("delivers an event, signed, to every webhook that asked for it and to no other", async () => {
    const { ctx } = await createOrg();
    const other = await createOrg();
    const [asked, alsoAsked, not, stranger] = await Promise.all([
      receiver(),
      receiver(),
      receiver(),
      receiver(),
    ]);
    const webhook = await hook(ctx, asked.url, { headers: [{ name: "X-Token", value: "s3cret" }] });
    await hook(ctx, alsoAsked.url, { subscriptions: ["*"] });
    await hook(ctx, not.url, { subscriptions: ["calendar_event.*"] });
    await hook(other.ctx, stranger.url);
    const { ids } = await acceptEvents(ctx, attendee("a1"));

    const [request] = await asked.waitFor(1);
    await alsoAsked.waitFor(1);
    const [current] = await revealSecret(ctx, webhook.id);
    const headers = request?.headers as Record<string, string>;
    const body = new StandardWebhook(current?.secret ?? "").verify(request?.body ?? "", headers);
    expect(body).toMatchObject({
      id: ids[0],
      kind: "attendee.created",
      object: "attendee",
      data: { id: "a1" },
    });
    expect(headers["x-token"]).toBe("s3cret");
    const { jobs } = await until(async () => {
      const page = await listJobs(ctx, { limit: 10 });
      expect(page.jobs.map((job) => job.status)).toEqual(["succeeded", "succeeded"]);
      return page;
    });
    const job = await getJob(ctx, jobs.find((row) => row.webhook.id === webhook.id)?.number as number);
    expect(job.attempts[0]?.requestBody).toBe(request?.body);
    expect(JSON.stringify(job)).not.toContain("s3cret");
    expect([not.requests, stranger.requests]).toEqual([[], []]);
  });

  it("keeps an event if and only if the caller's transaction commits", async () => {
    const { ctx } = await createOrg();
    const to = await receiver();
    await hook(ctx, to.url);
    const rename = (name: string) =>
      transaction(async (tx) => {
        await tx.update(organisations).set({ name });
        await emitEvent(tx, ctx, attendee(name));
        if (name === "rolled back") throw new Error("no");
      });
    await expect(rename("rolled back")).rejects.toThrow("no");
    await rename("committed");
    await to.waitFor(1);
    expect(idsAt(to)).toEqual(["committed"]);
  });

  it("takes the same source id, and the same idempotency key, for one event", async () => {
    const { ctx } = await createOrg();
    const to = await receiver();
    await hook(ctx, to.url);
    const first = await acceptEvents(ctx, { ...attendee("once"), id: "order-1" });
    const second = await acceptEvents(ctx, [{ ...attendee("once"), id: "order-1" }, attendee("new")]);
    expect(second.ids[0]).toBe(first.ids[0]);
    expect(second.duplicates).toEqual(first.ids);
    const keyed = await Promise.all(
      [1, 2].map(() => acceptEvents(ctx, attendee("keyed"), { idempotencyKey: "key-1" }).catch((e) => e)),
    );
    const again = await acceptEvents(ctx, attendee("keyed"), { idempotencyKey: "key-1" });
    expect(keyed.filter((answer) => answer.ids?.[0] === again.ids[0]).length).toBeGreaterThan(0);
    await expect(acceptEvents(ctx, attendee("other"), { idempotencyKey: "key-1" })).rejects.toThrow(
      "another body",
    );
    await to.waitFor(3);
    await sweep(clock());
    expect(idsAt(to).sort()).toEqual(["keyed", "new", "once"]);
  });
});

describe("retries", () => {
  it("tries again on schedule with the same webhook-id and body, until it succeeds", async () => {
    const { ctx } = await createOrg();
    const to = await receiver((request, response, index) =>
      status(index < 2 ? 500 : 204)(request, response, index),
    );
    await hook(ctx, to.url, { retry: quick(3) });
    await acceptEvents(ctx, attendee("r1"));
    const requests = await to.waitFor(3);
    expect(new Set(requests.map((request) => request.headers["webhook-id"])).size).toBe(1);
    expect(new Set(requests.map((request) => request.body)).size).toBe(1);
    expect((requests[1]?.at ?? 0) - (requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(950);
    await until(async () => expect((await getJob(ctx, 1)).status).toBe("succeeded"));
    expect((await getJob(ctx, 1)).attempts.map((attempt) => attempt.responseStatus)).toEqual([500, 500, 204]);
  });

  it("waits as long as Retry-After says", async () => {
    const { ctx } = await createOrg();
    const to = await receiver(status(429, { "retry-after": "3600" }));
    await hook(ctx, to.url, { retry: quick(3) });
    await acceptEvents(ctx, attendee("later"));
    const job = await until(async () => {
      const found = await getJob(ctx, 1);
      expect(found.status).toBe("retrying");
      return found;
    });
    const wait = Date.parse(job.nextTryAt as string) - Date.now();
    expect(wait).toBeGreaterThan(3_500_000);
    expect(wait).toBeLessThanOrEqual(3_600_000);
  });

  it("finds jobs whose process died, and sends them again with the same id", async () => {
    const { ctx, orgId } = await createOrg();
    const to = await receiver();
    await hook(ctx, to.url);
    await acceptEvents(ctx, attendee("crash"));
    await until(async () => expect((await getJob(ctx, 1)).status).toBe("succeeded"));
    await sql()`update jobs set status = 'running', attempt_count = 0, due_at = now() - interval '1 s' where org_id = ${orgId}`;
    await sql()`delete from attempts where org_id = ${orgId}`;
    await sweep(clock());
    const requests = await to.waitFor(2);
    expect(requests[1]?.headers["webhook-id"]).toBe(requests[0]?.headers["webhook-id"]);
  });
});
