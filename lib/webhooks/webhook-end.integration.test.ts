import { describe, expect, it } from "vitest";
import { acceptEvents } from "@/lib/events/accept";
import { getJob, listJobs } from "@/lib/jobs/data";
import { findWebhook } from "@/lib/webhooks/data";
import { deleteWebhook, setWebhookActive } from "@/lib/webhooks/mutations";
import { attendee, deliverInThisFile, hook, quick, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { status } from "@/scripts/test/receiver";

deliverInThisFile();

describe("the end of a webhook", () => {
  it("disables a managed one after its failed job, says why, tells the others, and cancels what waits", async () => {
    const { ctx } = await createOrg();
    const [bad, watcher] = await Promise.all([receiver(status(500)), receiver()]);
    const webhook = await hook(ctx, bad.url, { retry: quick(2), ordered: true });
    await hook(ctx, watcher.url, { subscriptions: ["webhook.*"] });
    await acceptEvents(ctx, [attendee("f1"), attendee("f2")]);
    const told = await watcher.waitFor(2);
    expect(told.map(({ body }) => JSON.parse(body).kind).sort()).toEqual([
      "webhook.deactivated",
      "webhook.errored",
    ]);
    expect(await findWebhook(ctx, webhook.id)).toMatchObject({
      status: "disabled",
      statusJobNumber: 1,
      statusReason: "Job 1 failed all 2 tries: the endpoint answered 500.",
    });
    const waiting = await getJob(ctx, 2);
    expect(waiting).toMatchObject({ status: "cancelled", attemptCount: 0 });
    expect(waiting.reason).toContain("disabled");
  });

  it("deletes a self-provisioned one", async () => {
    const { ctx } = await createOrg();
    const [bad, watcher] = await Promise.all([receiver(status(500)), receiver()]);
    const webhook = await hook(ctx, bad.url, { lifecycle: "self_provisioned", retry: quick(1) });
    await hook(ctx, watcher.url, { subscriptions: ["webhook.deleted"] });
    await acceptEvents(ctx, attendee("f"));
    const [told] = await watcher.waitFor(1);
    expect(JSON.parse(told?.body ?? "").data).toMatchObject({
      id: webhook.id,
      status: "deleted",
      job_number: 1,
    });
    expect(await findWebhook(ctx, webhook.id)).toBeNull();
  });

  it("counts failed jobs in a row, and never gives up where the rule says so", async () => {
    const { ctx } = await createOrg();
    const to = await receiver((request, response, index) =>
      status(index === 1 ? 200 : 500)(request, response, index),
    );
    const never = await receiver(status(500));
    const counted = await hook(ctx, to.url, {
      retry: quick(1),
      ordered: true,
      failureRule: { kind: "in_a_row", count: 2 },
    });
    const kept = await hook(ctx, never.url, { retry: quick(1), failureRule: { kind: "never" } });
    await acceptEvents(ctx, ["1", "2", "3"].map(attendee));
    await to.waitFor(3);
    await never.waitFor(3);
    expect(await findWebhook(ctx, counted.id)).toMatchObject({ status: "active" });
    await acceptEvents(ctx, attendee("4"));
    await until(async () => expect(await findWebhook(ctx, counted.id)).toMatchObject({ status: "disabled" }));
    await never.waitFor(4);
    expect(await findWebhook(ctx, kept.id)).toMatchObject({ status: "active" });
  });

  it("disables on 410 at once, whatever the rule", async () => {
    const { ctx } = await createOrg();
    const gone = await receiver(status(410));
    const webhook = await hook(ctx, gone.url, { failureRule: { kind: "never" } });
    await acceptEvents(ctx, attendee("g"));
    await until(async () => expect(await findWebhook(ctx, webhook.id)).toMatchObject({ status: "disabled" }));
    expect(gone.requests).toHaveLength(1);
  });

  it("sends nothing more to a webhook that was deactivated or deleted", async () => {
    const { ctx } = await createOrg();
    const [off, deleted] = await Promise.all([receiver(status(500)), receiver(status(500))]);
    const [one, two] = await Promise.all(
      [off, deleted].map(({ url }) => hook(ctx, url, { retry: quick(3) })),
    );
    await acceptEvents(ctx, attendee("x"));
    await Promise.all([off.waitFor(1), deleted.waitFor(1)]);
    await until(async () => {
      const { jobs } = await listJobs(ctx, { limit: 10 });
      expect(jobs.map((job) => job.status)).toEqual(["retrying", "retrying"]);
    });
    await setWebhookActive(ctx, one?.id as string, false);
    await deleteWebhook(ctx, two?.id as string);
    await acceptEvents(ctx, attendee("y"));
    const { jobs } = await listJobs(ctx, { limit: 10 });
    expect(jobs.map(({ status: is, reason }) => [is, reason]).sort()).toEqual([
      ["cancelled", "The webhook was deactivated"],
      ["cancelled", "The webhook was deleted"],
    ]);
  });

  it("tries no more when it is switched off or deleted while an attempt is under way", async () => {
    const { ctx } = await createOrg();
    const held: (() => void)[] = [];
    const slow = await receiver((_request, response) => held.push(() => response.writeHead(500).end()));
    const [one, two] = await Promise.all([1, 2].map(() => hook(ctx, slow.url, { retry: quick(3) })));
    await acceptEvents(ctx, attendee("x"));
    await slow.waitFor(2);
    await setWebhookActive(ctx, one?.id as string, false);
    await deleteWebhook(ctx, two?.id as string);
    for (const answer of held) answer();
    await until(async () => {
      const { jobs } = await listJobs(ctx, { limit: 10 });
      expect(jobs.map((job) => [job.status, job.attemptCount])).toEqual(Array(2).fill(["cancelled", 1]));
    });
  });
});
