import { expect, it } from "vitest";
import { sql } from "@/db/client";
import { acceptEvents } from "@/lib/events/accept";
import { getJob } from "@/lib/jobs/data";
import { attendee, deliverInThisFile, hook, quick, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";

deliverInThisFile();

it("uses up the tries of a job whose body can't be made, says why, and sends nothing, not even an empty body", async () => {
  const { ctx } = await createOrg();
  const to = await receiver();
  const webhook = await hook(ctx, to.url, { retry: quick(2), format: "template", template: "{}" });
  // Refused at save, but a template that fits today's events may fail on tomorrow's.
  await sql()`update webhooks set template = ${'{"name": {{ event.data.first_name }}}'} where id = ${webhook.id}`;
  await acceptEvents(ctx, attendee("a1"));
  const { attempts } = await until(async () => {
    const job = await getJob(ctx, 1);
    expect(job.status).toBe("failed");
    return job;
  });
  expect(attempts.map((attempt) => attempt.errorClass)).toEqual(["template", "template"]);
  expect(attempts[0]?.errorMessage).toMatch(/template failed: .*not valid JSON/);
  expect(to.requests).toEqual([]);
});
