import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { webhookSecrets } from "@/db/schema";
import { acceptEvents } from "@/lib/events/accept";
import { listJobs } from "@/lib/jobs/data";
import { signingSecretPlace } from "@/lib/secrets";
import { createSecretBox } from "@/lib/secrets/box";
import { newSecretRow } from "@/lib/webhooks/signing-secret";
import { attendee, deliverInThisFile, hook, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";

deliverInThisFile();

it("a webhook whose secret can't be read waits, uses up no try and holds nobody back", async () => {
  const { ctx, orgId } = await createOrg();
  const [healthy, broken] = [await receiver(), await receiver()];
  await hook(ctx, healthy.url);
  const { id } = await hook(ctx, broken.url);
  const [own] = await db().select().from(webhookSecrets).where(eq(webhookSecrets.webhookId, id));
  const secretId = own?.id ?? "";
  const write = (ciphertext: string) =>
    db().update(webhookSecrets).set({ ciphertext }).where(eq(webhookSecrets.id, secretId));
  const place = signingSecretPlace(orgId, id, secretId);
  await write(createSecretBox(randomBytes(32)).encrypt("whsec_lost", place));

  await acceptEvents(ctx, [attendee("a1"), attendee("a2")]);
  await healthy.waitFor(2);
  const waiting = await until(async () => {
    const { jobs } = await listJobs(ctx, { limit: 10 });
    expect(jobs).toHaveLength(4);
    return jobs.filter(({ webhook }) => webhook.id === id);
  });
  expect(waiting.map(({ status }) => status)).toEqual(["queued", "queued"]);
  expect(broken.requests).toEqual([]);

  await write(own?.ciphertext ?? "");
  await broken.waitFor(2);
  await until(async () => {
    const { jobs } = await listJobs(ctx, { limit: 10 });
    expect(jobs.map(({ status, attemptCount }) => [status, attemptCount])).toEqual(
      Array(4).fill(["succeeded", 1]),
    );
  });
});

it("so does one whose secret was copied from another webhook", async () => {
  const { ctx, orgId } = await createOrg();
  const to = await receiver();
  const { id } = await hook(ctx, to.url);
  const { ciphertext } = newSecretRow(orgId, id);
  await db().update(webhookSecrets).set({ ciphertext }).where(eq(webhookSecrets.webhookId, id));
  await acceptEvents(ctx, attendee("a1"));
  await until(async () => {
    const { jobs } = await listJobs(ctx, { limit: 10 });
    expect(jobs.map(({ status }) => status)).toEqual(["queued"]);
  });
  expect(to.requests).toEqual([]);
});
