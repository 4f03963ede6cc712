import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, type Tx, transaction } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { withPatience } from "@/db/patience";
import { builtInTypes } from "@/lib/catalog";
import { LATENCY_BOUNDS_MS } from "@/lib/stats/latency-bounds";
import { findOrganisation, insertWebhooks, manyWebhooks } from "./many-webhooks";

/** Of 20 jobs that follow each other: 12 go to the large webhook, one to the middling one, the others all over the rest. */
const BLOCK = 20;
const LARGE = 12;
const SPREAD = BLOCK - LARGE - 1;
/** Each block has an event for each of the large webhook's jobs, which the other webhooks share, and one that nobody got. */
const EVENTS = LARGE + 1;
const DAYS = 30;
const COMMON_TYPES = ["attendee.created", "attendee.updated", "calendar_event.user_registered"];
const RARE_TYPE = "attendee.deleted";
const RARE_EVERY = 10_000;
const BODY_LENGTH = 1_000;
const FAILED_TRIES = 3;

type Volume = { orgId: OrgId; jobs: number; webhookIds: string[] };

/**
 * `volume --organisation <name> --jobs 1000000 --webhooks 5001`: gives an organisation what a month of much use leaves behind, up to a moment ago.
 * Webhook 1 has 60 % of the jobs and webhook 2 has 5 %; both were off until now and can be sent what they missed. Webhook 0 was off all the time.
 * Of the jobs 3 % failed and 1 % were cancelled. The number of jobs is rounded to whole blocks.
 * @throws Error that says what is wrong with the arguments
 */
export async function makeVolume(args: string[]): Promise<{ jobs: number; webhooks: number }> {
  const { values } = parseArgs({
    args,
    options: {
      organisation: { type: "string" },
      jobs: { type: "string", default: "1000000" },
      webhooks: { type: "string", default: "5001" },
    },
  });
  const jobs = Math.round(Number(values.jobs) / BLOCK) * BLOCK;
  const count = Number(values.webhooks);
  if (!values.organisation || !(jobs > 0) || !(Number.isInteger(count) && count > 3))
    throw new Error("Say --organisation <name>, and --jobs <number> and --webhooks <number of 4 or more>.");
  const { organisation } = values;
  await withPatience(0, async () => {
    await transaction(async (tx) => {
      const orgId = await findOrganisation(tx, organisation);
      const webhooks = manyWebhooks(orgId, count);
      await insertWebhooks(tx, webhooks);
      const volume = { orgId, jobs, webhookIds: webhooks.map(({ id }) => id) };
      await insertEvents(tx, volume);
      await insertJobs(tx, volume);
      await insertAttempts(tx, volume);
      await insertStats(tx, volume);
      await setWebhooks(tx, volume);
    });
    for (const table of ["events", "jobs", "attempts", "delivery_stats", "lanes", "webhooks"])
      await db().execute(sql.raw(`vacuum analyze ${table}`));
  });
  return { jobs, webhooks: count };
}

/** An id begins with the event's time (https://github.com/ulid/spec) and ends with its number. */
async function insertEvents(tx: Tx, { orgId, jobs }: Volume): Promise<void> {
  const count = (jobs / BLOCK) * EVENTS;
  await tx.execute(sql`
    create temporary table volume_events on commit drop as
    select n, at, (
        select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((floor(extract(epoch from at) * 1000)::bigint >> (5 * place)) & 31)::int, 1), ''
          order by place desc) from generate_series(0, 9) place
      ) || lpad(n::text, 16, '0') as id,
      case when n % ${RARE_EVERY} = 1 then ${RARE_TYPE} else (${array(COMMON_TYPES, "text")})[1 + n % ${COMMON_TYPES.length}] end as type
    from (select n, now() - make_interval(secs => ${DAYS * 86_400}::float8 * (${count} - n) / ${count}) as at
      from generate_series(1, ${count}::int) n) as numbered`);
  await tx.execute(sql`create unique index on volume_events (n)`);
  await tx.execute(sql`analyze volume_events`);
  const types = [...COMMON_TYPES, RARE_TYPE];
  await tx.execute(sql`
    insert into events (id, org_id, type, data, occurred_at, created_at)
    select id, ${orgId}, type, data::json, at, at from volume_events
    join unnest(${array(types, "text")}, ${array(types.map(bodyOf), "text")}) as body (type, data) using (type) order by n`);
}

function bodyOf(type: string): string {
  const sample = builtInTypes.find(({ name }) => name === type)?.sample;
  const text = JSON.stringify({ ...(sample as object), note: "" });
  return text.replace(/""}$/, `"${"x".repeat(Math.max(0, BODY_LENGTH - text.length))}"}`);
}

/** Over at once, a failed one when its tries were used up. How each ended hangs on its number, in no order that one can see. */
async function insertJobs(tx: Tx, { orgId, jobs, webhookIds }: Volume): Promise<void> {
  await tx.execute(sql`
    with counter as (
      update org_counters set last_job_number = last_job_number + ${jobs} where org_id = ${orgId} returning last_job_number - ${jobs} as last
    ), job as (
      select n, n / ${BLOCK} as block, n % ${BLOCK} as place, abs(hashint4(n) % 100) as chance from generate_series(0, ${jobs - 1}::int) n
    ), ended as (
      select n, block * ${EVENTS} + place % ${LARGE} + 1 as event,
        case when place < ${LARGE} then 1 when place = ${LARGE} then 2
          else 3 + (block * ${SPREAD} + place - ${LARGE + 1}) % ${webhookIds.length - 3} end as webhook,
        case when chance < 3 then 'failed' when chance = 3 then 'cancelled' else 'succeeded' end as status, n % 2 = 0 as is_by_hand
      from job
    )
    insert into jobs (org_id, number, event_id, event_type, webhook_id, status, attempt_count, due_at, last_error_class, last_response_status,
      cancel_code, reason, created_at, finished_at)
    select ${orgId}, last + 1 + j.n, e.id, e.type, (${array(webhookIds, "uuid")})[1 + webhook], status,
      case status when 'succeeded' then 1 when 'failed' then ${FAILED_TRIES} else 0 end, at,
      case status when 'failed' then 'status' end, case status when 'succeeded' then 200 when 'failed' then 503 end,
      case when status = 'cancelled' then case when is_by_hand then 'by_hand' else 'webhook_off' end end,
      case when status = 'cancelled' then case when is_by_hand then 'Cancelled by hand' else 'The webhook was deactivated' end end,
      at, at + case status when 'failed' then interval '10 minutes' else interval '120 milliseconds' end
    from ended j join volume_events e on e.n = j.event, counter order by j.n`);
}

/** Each a minute after the one before it, the last when the job was over. Nothing is kept of a later try's body: it is the first one's. */
async function insertAttempts(tx: Tx, { orgId }: Volume): Promise<void> {
  await tx.execute(sql`
    insert into attempts (org_id, job_number, number, started_at, method, url, request_headers, request_body, response_status, response_headers,
      response_body, timings, error_class, error_message)
    select j.org_id, j.number, try, j.finished_at - interval '120 milliseconds' - make_interval(mins => j.attempt_count - try), 'POST', w.url,
      ${JSON.stringify([["content-type", "application/json"]])}::json,
      case when try = 1 then json_build_object('type', e.type, 'timestamp', e.occurred_at, 'data', e.data)::text end,
      j.last_response_status, '[]', 'OK', '{"connectMs":20,"firstByteMs":110,"totalMs":120}', j.last_error_class,
      case when j.last_error_class is not null then 'The receiver answered 503' end
    from volume_events v join events e using (id) join jobs j on j.event_id = e.id join webhooks w on w.id = j.webhook_id,
      generate_series(1, j.attempt_count) try
    where j.org_id = ${orgId} order by j.number, try`);
}

/** All of the attempts took as long. */
async function insertStats(tx: Tx, { orgId }: Volume): Promise<void> {
  const slots = LATENCY_BOUNDS_MS.length;
  const taken = LATENCY_BOUNDS_MS.findIndex((bound) => bound >= 120);
  await tx.execute(sql`
    insert into delivery_stats (org_id, webhook_id, hour, succeeded, failed, attempts, latency)
    select org_id, webhook_id, date_trunc('hour', finished_at) as hour, count(*) filter (where status = 'succeeded'),
      count(*) filter (where status = 'failed'), sum(attempt_count), array_fill(0, array[${taken}::int]) || sum(attempt_count)::int || array_fill(0, array[${slots - taken}::int])
    from jobs where org_id = ${orgId} and status <> 'cancelled' group by org_id, webhook_id, hour order by hour
    on conflict do nothing`);
}

async function setWebhooks(tx: Tx, { orgId, webhookIds }: Volume): Promise<void> {
  await tx.execute(sql`
    update lanes l set last_delivery_at = j.finished_at, last_status = j.status
    from (select distinct on (webhook_id) webhook_id, finished_at, status from jobs
      where org_id = ${orgId} and status <> 'cancelled' order by webhook_id, number desc) j
    where l.webhook_id = j.webhook_id`);
  await tx.execute(sql`
    update webhooks set missed_since = now() - make_interval(days => ${DAYS}),
      status_changed_at = case status when 'active' then now() else now() - make_interval(days => ${DAYS}) end
    where id = any (${array(webhookIds.slice(0, 3), "uuid")})`);
}
