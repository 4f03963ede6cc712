import { describe, expect, it } from "vitest";
import { sql } from "@/db/client";
import { acceptEvents } from "@/lib/events/accept";
import { toCurl } from "@/lib/jobs/curl";
import { getJob, listJobs } from "@/lib/jobs/data";
import { getWebhook, listWebhooks } from "@/lib/webhooks/data";
import { updateWebhook } from "@/lib/webhooks/mutations";
import { previewRequest } from "@/lib/webhooks/preview";
import { previewSettings } from "@/lib/webhooks/preview-settings";
import { sendTestEvent } from "@/lib/webhooks/test-event";
import {
  typed as asTyped,
  attendee,
  deliverInThisFile,
  hook,
  receiver,
  until,
} from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";

deliverInThisFile();

/** As somebody may type it, and as it is sent. */
async function addresses() {
  const to = await receiver();
  const { origin, host } = new URL(to.url);
  return {
    to,
    host,
    typed: `HTTP://${host}/a/../hooks\\\u200b/ä?b={c}&d='e'`,
    sent: `${origin}/hooks/%E2%80%8B/%C3%A4?b={c}&d=%27e%27`,
  };
}

async function firstJob(ctx: Parameters<typeof getJob>[0]) {
  return until(async () => {
    const [job] = (await listJobs(ctx, { limit: 1 })).jobs;
    expect(job).toMatchObject({ status: "succeeded" });
    return getJob(ctx, job?.number as number);
  });
}

describe("an address is shown as it is sent", () => {
  it("from the form on: preview, webhook, job, curl", async () => {
    const { ctx } = await createOrg();
    const { to, host, typed, sent } = await addresses();
    const preview = await previewRequest(ctx, previewSettings.parse({ url: ` ${typed}` }), {
      type: "attendee.created",
    });
    expect(preview.url).toBe(sent);
    const webhook = await hook(ctx, typed);
    expect(webhook.url).toBe(sent);
    expect((await listWebhooks(ctx, { search: "/hooks/%E2" })).map(({ url }) => url)).toEqual([sent]);
    await acceptEvents(ctx, attendee("a1"));
    const [request] = await to.waitFor(1);
    expect(`http://${request?.headers.host}${request?.path}`).toBe(sent);
    expect(request?.headers.host).toBe(host);
    const job = await firstJob(ctx);
    const [attempt] = job.attempts;
    expect([job.webhook.url, attempt?.url]).toEqual([sent, sent]);
    expect(toCurl(attempt as NonNullable<typeof attempt>)).toContain(`curl --globoff -X POST '${sent}'`);
  });

  it("also what was kept as it was typed: webhook, job, test event, and what a change leaves", async () => {
    const { ctx } = await createOrg();
    const { to, typed, sent } = await addresses();
    const { id } = await hook(ctx, to.url);
    await sql()`update webhooks set url = ${typed} where id = ${id}`;
    await sendTestEvent(ctx, id, asTyped(attendee("a1")));
    await to.waitFor(1);
    const { number } = await firstJob(ctx);
    await sql()`update attempts set url = ${typed} where org_id = ${ctx.orgId} and job_number = ${number}`;
    const job = await getJob(ctx, number);
    expect([job.webhook.url, job.attempts[0]?.url]).toEqual([sent, sent]);
    expect((await getWebhook(ctx, id)).url).toBe(sent);
    const { url } = await updateWebhook(ctx, id, { name: "Renamed", url: typed });
    expect(url).toBe(sent);
  });
});
