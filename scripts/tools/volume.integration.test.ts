import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, sql } from "@/db/client";
import { getJob, listJobs } from "@/lib/jobs/data";
import { jobFilter } from "@/lib/jobs/schema";
import { listWebhooks } from "@/lib/webhooks/data";
import { countMissed } from "@/lib/webhooks/replay";
import { createOrg, type TestOrg } from "@/scripts/test/fixtures";
import { makeVolume } from "./volume";

const JOBS = 2_000;
let org: TestOrg;

beforeAll(async () => {
  const organisation = `Volume ${crypto.randomUUID()}`;
  org = await createOrg({ name: organisation });
  await makeVolume(["--organisation", organisation, "--jobs", String(JOBS), "--webhooks", "13"]);
});
afterAll(closeDb);

test("the jobs are shared out and ended as it says", async () => {
  const byStatus = await sql()`
    select status, count(*)::int from jobs where org_id = ${org.orgId} group by status order by count(*) desc`;
  expect(byStatus.map(({ status }) => status)).toEqual(["succeeded", "failed", "cancelled"]);
  const byWebhook = await sql()`
    select count(*)::int from jobs where org_id = ${org.orgId} group by webhook_id order by count(*) desc`;
  expect(byWebhook.map(({ count }) => count)).toEqual([0.6 * JOBS, 0.05 * JOBS, ...Array(10).fill(70)]);
});

test("what is counted is what there is", async () => {
  const [counts] = await sql()`
    select (select last_job_number from org_counters where org_id = ${org.orgId}) as last,
      (select max(number) from jobs where org_id = ${org.orgId}) as newest,
      (select count(*)::int from jobs where org_id = ${org.orgId} and status <> 'cancelled') as ended,
      (select sum(succeeded + failed)::int from delivery_stats where org_id = ${org.orgId}) as counted,
      (select count(*)::int from attempts where org_id = ${org.orgId}) as attempts,
      (select sum(attempts)::int from delivery_stats where org_id = ${org.orgId}) as counted_attempts`;
  expect(counts).toMatchObject({ last: JOBS, newest: JOBS });
  expect(counts?.counted).toBe(counts?.ended);
  expect(counts?.counted_attempts).toBe(counts?.attempts);
});

test("a failed job shows its tries and what was sent", async () => {
  const { jobs } = await listJobs(org.ctx, jobFilter.parse({ status: "failed" }));
  const { attempts, event } = await getJob(org.ctx, jobs[0]?.number ?? 0);
  expect(attempts).toHaveLength(3);
  expect(attempts[2]?.requestBody.length).toBeGreaterThan(1_000);
  expect(JSON.parse(event?.dataText ?? "")).toHaveProperty("note");
});

test("what was missed is offered", async () => {
  const webhooks = await listWebhooks(org.ctx);
  const missed = async (name: string) =>
    countMissed(org.ctx, webhooks.find((webhook) => webhook.name === name)?.id ?? "", 60_000);
  expect(await missed("Webhook 0")).toMatchObject({ count: (JOBS / 20) * 13, more: false });
  expect((await missed("Webhook 1"))?.count).toBeGreaterThan(JOBS / 20);
  expect(await missed("Webhook 3")).toBeNull();
});

test("too few webhooks are refused", async () => {
  await expect(makeVolume(["--organisation", "None such", "--webhooks", "3"])).rejects.toThrow("Say --org");
});
