import { describe, expect, it } from "vitest";
import { sql } from "@/db/client";
import { acceptEvents } from "@/lib/events/accept";
import { listJobs } from "@/lib/jobs/data";
import { getPause } from "@/lib/webhooks/pause";
import { attendee, deliverInThisFile, hook, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { status } from "@/scripts/test/receiver";

deliverInThisFile();

const EVENTS = 200;

describe("a receiver that does not answer", () => {
  it("is asked by one request at a time, says so, and gets everything once it is back", async () => {
    const { ctx } = await createOrg();
    let away = true;
    const to = await receiver((request, response, index) => {
      if (away) response.socket?.destroy();
      else status(200)(request, response, index);
    });
    const retry = { kind: "custom" as const, delaysSeconds: [1, 1, 1, 60, 60] };
    const { id } = await hook(ctx, to.url, { retry });
    await acceptEvents(
      ctx,
      Array.from({ length: EVENTS }, (_, n) => attendee(`away-${n}`)),
    );

    await until(async () => expect(await getPause(ctx, id)).toMatchObject({ status: null }));
    const pause = await getPause(ctx, id);
    expect(pause?.waiting).toBeGreaterThan(EVENTS - 50);
    // Ten until it is clear, those under way then, one a pause.
    expect(to.requests.length).toBeLessThan(50);
    const { jobs } = await listJobs(ctx, { limit: 100 });
    expect(jobs.some(({ waitsFor }) => waitsFor !== null && waitsFor.status === null)).toBe(true);

    away = false;
    const succeeded = async () => {
      const [row] = await sql()`
        select count(*)::int as count from jobs where org_id = ${ctx.orgId} and status = 'succeeded'`;
      return row?.count;
    };
    await expect.poll(succeeded, { timeout: 60_000, interval: 200 }).toBe(EVENTS);
    expect(await getPause(ctx, id)).toBeNull();
  }, 120_000);
});
