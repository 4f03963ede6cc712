import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { relaxed } from "@/db/client";
import type { OrgId } from "@/db/ids";
import type { Timings } from "@/db/types";
import { LATENCY_BOUNDS_MS } from "./latency-bounds";

/** What of a finished attempt is counted. */
type Finished = {
  delivery: { isTest: boolean; orgId: OrgId; webhook: { id: string } };
  exchange: { startedAt: Date; timings: Pick<Timings, "totalMs"> };
  verdict: { kind: "succeeded" | "retry" | "failed" | "gone" };
};

type Tally = {
  orgId: OrgId;
  webhookId: string;
  hour: string;
  succeeded: number;
  failed: number;
  attempts: number;
  latency: number[];
};
type Last = { at: Date; status: "succeeded" | "failed" };

/**
 * Counts deliveries in memory and writes them once a second: charts read a few rows instead of counting jobs, and the
 * hot path pays nothing per delivery. A crash loses at most a second of these counts, never a job.
 */
export function createStats() {
  let tallies = new Map<string, Tally>();
  let lasts = new Map<string, Last>();

  return {
    /** What a finished attempt adds; a test adds nothing. */
    observe({ delivery, exchange, verdict }: Finished): void {
      if (delivery.isTest) return;
      const { orgId, webhook } = delivery;
      const webhookId = webhook.id;
      const at = exchange.startedAt;
      const { totalMs } = exchange.timings;
      // The job's outcome, when this attempt ended it.
      const job = verdict.kind === "retry" ? null : verdict.kind === "succeeded" ? "succeeded" : "failed";
      const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000).toISOString();
      const key = `${webhookId} ${hour}`;
      const tally = tallies.get(key) ?? emptyTally(orgId, webhookId, hour);
      tallies.set(key, tally);
      tally.attempts++;
      tally.latency[bucketOf(totalMs)] = (tally.latency[bucketOf(totalMs)] ?? 0) + 1;
      if (!job) return;
      tally[job]++;
      lasts.set(webhookId, { at, status: job });
    },

    /** Whether something is to be written. */
    get pending(): boolean {
      return tallies.size > 0;
    },

    /** Writes what has gathered. Keeps it for the next time if the database refuses. */
    async flush(): Promise<void> {
      if (tallies.size === 0) return;
      const [counted, latest] = [tallies, lasts];
      tallies = new Map();
      lasts = new Map();
      try {
        await write([...counted.values()], latest);
      } catch (error) {
        for (const [key, tally] of counted) tallies.set(key, merge(tallies.get(key), tally));
        for (const [key, last] of latest) if (!lasts.has(key)) lasts.set(key, last);
        throw error;
      }
    },
  };
}

export type Stats = ReturnType<typeof createStats>;

function emptyTally(orgId: OrgId, webhookId: string, hour: string): Tally {
  return {
    orgId,
    webhookId,
    hour,
    succeeded: 0,
    failed: 0,
    attempts: 0,
    latency: Array(LATENCY_BOUNDS_MS.length + 1).fill(0),
  };
}

function bucketOf(totalMs: number): number {
  const index = LATENCY_BOUNDS_MS.findIndex((bound) => totalMs <= bound);
  return index === -1 ? LATENCY_BOUNDS_MS.length : index;
}

function merge(a: Tally | undefined, b: Tally): Tally {
  if (!a) return b;
  const latency = b.latency.map((count, index) => count + (a.latency[index] ?? 0));
  const { succeeded, failed, attempts } = a;
  return {
    ...b,
    latency,
    succeeded: b.succeeded + succeeded,
    failed: b.failed + failed,
    attempts: b.attempts + attempts,
  };
}

async function write(tallies: Tally[], lasts: Map<string, Last>): Promise<void> {
  // In one order everywhere, so that two processes never wait for each other.
  const rows = [...tallies].sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1));
  const column = (of: (tally: Tally) => string | number, type: Parameters<typeof array>[1]) =>
    array(rows.map(of), type);
  await relaxed().execute(sql`
    insert into delivery_stats as kept (org_id, webhook_id, hour, succeeded, failed, attempts, latency)
    select org_id, webhook_id, hour, succeeded, failed, attempts, latency::int[] from unnest(
      ${column((t) => t.orgId, "uuid")}, ${column((t) => t.webhookId, "uuid")}, ${column((t) => t.hour, "timestamptz")},
      ${column((t) => t.succeeded, "int")}, ${column((t) => t.failed, "int")}, ${column((t) => t.attempts, "int")},
      ${column((t) => `{${t.latency.join(",")}}`, "text")})
      as fresh (org_id, webhook_id, hour, succeeded, failed, attempts, latency)
    on conflict (org_id, hour, webhook_id) do update set
      succeeded = kept.succeeded + excluded.succeeded,
      failed = kept.failed + excluded.failed,
      attempts = kept.attempts + excluded.attempts,
      latency = array(select a + b from unnest(kept.latency, excluded.latency) with ordinality as pair (a, b, place) order by place)`);
  const entries = [...lasts].sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return;
  // Locked in the order in which lanes are made due (lib/jobs/due.ts).
  await relaxed().execute(sql`
    with fresh as (
      select l.webhook_id, f.at, f.status from lanes l
      join unnest(
        ${array(
          entries.map(([id]) => id),
          "uuid",
        )}, ${array(
          entries.map(([, last]) => last.at),
          "timestamptz",
        )},
        ${array(
          entries.map(([, last]) => last.status),
          "text",
        )}) as f (webhook_id, at, status) using (webhook_id)
      where l.last_delivery_at is null or l.last_delivery_at < f.at
      order by l.webhook_id for update of l
    )
    update lanes l set last_delivery_at = fresh.at, last_status = fresh.status
    from fresh where l.webhook_id = fresh.webhook_id`);
}
