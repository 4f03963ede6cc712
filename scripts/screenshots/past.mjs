import { createRandom } from "../crash/random.mjs";

const HOUR_MS = 3_600_000;
const HOURS = 30 * 24;
/** As many as lib/stats/latency-bounds.ts has bounds, and one. */
const COUNTERS = 12;

/** Jobs in a busy hour, the share that fails, and the latency counter most attempts fall into. */
const traffic = {
  "CRM sync": { busy: 230, failing: 0.004, latency: 3 },
  "Badge printer": { busy: 440, failing: 0, latency: 2 },
  "Data warehouse": { busy: 1050, failing: 0.002, latency: 4 },
  "Community hub": { busy: 120, failing: 0.01, latency: 3 },
  "Sponsor desk (Slack)": { busy: 155, failing: 0, latency: 5 },
  "Marketing automation": { busy: 260, failing: 0.12, latency: 6 },
  "Legacy ERP": { busy: 190, failing: 0.22, latency: 7, silentHours: 5 },
  "Partner portal": { busy: 85, failing: 0, latency: 3 },
};

/** Names as an organisation would have them. */
export async function nameIt(sql) {
  await sql`update organisations set name = 'Riverside Events'`;
  await sql`update users set name = 'Ada Lovelace'`;
  await sql`update test_endpoints set name = 'Staging receiver'`;
  await sql`update api_keys set name = 'Event platform'`;
}

/**
 * Makes what has just been done look as if it had taken weeks, at the addresses that the pictures show.
 * @param {import("postgres").Sql} sql
 * @param {string} origin of the receiver
 */
export async function giveItAPast(sql, origin) {
  await spreadJobs(sql);
  await spreadSettings(sql);
  await showAddresses(sql, origin);
  await countHours(sql);
}

/** Each event, with its jobs, some minutes before the next one. */
async function spreadJobs(sql) {
  await sql`create temporary table ages as
    select id, (row_number() over (order by id desc) - 1) * interval '3 minutes 47 seconds' as age from events`;
  await sql`update events e set created_at = created_at - age, occurred_at = occurred_at - age from ages where ages.id = e.id`;
  await sql`update attempts a set started_at = started_at - age
    from jobs j, ages where ages.id = j.event_id and j.org_id = a.org_id and j.number = a.job_number`;
  await sql`update jobs j set created_at = created_at - age, finished_at = finished_at - age
    from ages where ages.id = j.event_id`;
  await sql`update lanes l set last_delivery_at = (
    select max(coalesce(j.finished_at, j.created_at)) from jobs j where j.webhook_id = l.webhook_id)`;
}

async function spreadSettings(sql) {
  await sql`update webhooks set created_at = created_at - interval '26 days', updated_at = updated_at - interval '3 days',
    status_changed_at = coalesce((select j.finished_at from jobs j
      where j.org_id = webhooks.org_id and j.number = webhooks.status_job_number), status_changed_at - interval '26 days'),
    missed_since = case when missed_since is null then null else missed_since - interval '5 hours' end`;
  await sql`update webhook_secrets set created_at = created_at - interval '26 days'`;
  await sql`update api_keys set created_at = created_at - interval '41 days'`;
  await sql`update test_endpoints set created_at = created_at - interval '41 days'`;
  await sql`update audit_log set created_at = created_at - case
    when action = 'webhook.created' then interval '26 days'
    when actor_kind = 'system' then interval '5 hours' else interval '3 days' end`;
  await sql`update audit_log a set actor_kind = 'user', actor_id = u.id, actor_name = u.name
    from users u where a.actor_kind <> 'system'`;
}

async function showAddresses(sql, origin) {
  const host = new URL(origin).host;
  await sql`update attempts set request_headers = replace(request_headers::text, ${host},
    split_part(split_part(url, ${origin}, 2), '/', 1))::json where url like ${`${origin}%`}`;
  await sql`update attempts set url = replace(url, ${origin}, 'https://')`;
  await sql`update webhooks set url = replace(url, ${origin}, 'https://')`;
  await sql`update audit_log set changes = replace(changes::text, ${origin}, 'https://')::jsonb`;
}

/** A month of counters, with days and nights. */
async function countHours(sql) {
  const random = createRandom(7);
  const thisHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const webhooks = await sql`select id, org_id, name from webhooks`;
  for (const { id, org_id, name } of webhooks) {
    const { busy, failing, latency, silentHours = 0 } = traffic[name] ?? {};
    if (!busy) continue;
    const rows = [];
    for (let ago = silentHours; ago < HOURS; ago++) {
      const hour = new Date(thisHour - ago * HOUR_MS);
      const day = 0.55 + 0.45 * Math.sin(((hour.getUTCHours() - 8) / 24) * 2 * Math.PI);
      const jobs = Math.round(busy * day * (0.7 + random.between(0, 60) / 100));
      const failed = random.between(0, 2) === 0 ? Math.round(jobs * failing * 3) : 0;
      const latencies = spread(jobs, latency, random);
      rows.push({
        org_id,
        webhook_id: id,
        hour,
        succeeded: jobs - failed,
        failed,
        attempts: jobs,
        latency: latencies,
      });
    }
    await sql`insert into delivery_stats ${sql(rows)} on conflict (org_id, hour, webhook_id) do update set
      succeeded = excluded.succeeded, failed = excluded.failed, attempts = excluded.attempts, latency = excluded.latency`;
  }
}

/** Most attempts in one counter, some on either side. */
function spread(attempts, middle, random) {
  const counters = Array.from({ length: COUNTERS }, () => 0);
  for (let left = attempts; left > 0; left--) {
    const roll = random.between(0, 99);
    const at = roll < 22 ? middle - 1 : roll < 88 ? middle : roll < 97 ? middle + 1 : middle + 2;
    counters[at] += 1;
  }
  return counters;
}

/** Records whose pages are shown. @param {import("postgres").Sql} sql @param {Record<string, string>} ids */
export async function findPlaces(sql, ids) {
  const jobOf = async (name, status) => {
    const [job] = await sql`select number, event_id from jobs
      where webhook_id = ${ids[name] ?? null} and status = ${status} order by number desc limit 1`;
    if (!job) throw new Error(`“${name}” has no job that is ${status}.`);
    return job;
  };
  const job = await jobOf("CRM sync", "succeeded");
  const [calendarEvent] = await sql`select id from calendar_events where title = 'Spring meetup'`;
  const [endpoint] = await sql`select id from test_endpoints`;
  return {
    job: job.number,
    event: job.event_id,
    failedJob: (await jobOf("Legacy ERP", "failed")).number,
    waitingJob: (await jobOf("Marketing automation", "retrying")).number,
    calendarEvent: calendarEvent?.id,
    endpoint: endpoint?.id,
  };
}

/** As on a server that nobody has used yet. @param {import("postgres").Sql} sql */
export const forgetEverybody = (sql) => sql`truncate organisations, users cascade`;
