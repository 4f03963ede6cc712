import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, transaction } from "@/db/client";
import { msUntil } from "@/db/spans";
import { cancelStrays } from "@/lib/jobs/cancel";
import { claimJobs, handBackJobs, renewJobs } from "@/lib/jobs/claim";
import { makeLanesDue } from "@/lib/jobs/due";
import { finishTries } from "@/lib/jobs/finish";
import { makeJobs } from "@/lib/jobs/make";
import { afterFinalFailure } from "@/lib/webhooks/lifecycle";
import { findDeliveryWebhook, findNamedWebhook, keepsOrder, listSubscribed } from "../webhook";
import { BATCH_HOLDS_UP_MS, LEASE_MS } from "./constants";
import { finishedTry } from "./outcome-rows";
import { pauseLanes } from "./pauses";
import { leaseBatches, renewBatches } from "./pg-batches";
import { leaseLanes, leaveLane, nextLaneDueMs, renewLanes, reserve, untilSlot } from "./pg-lanes";
import type { Store } from "./store";

/**
 * The clock's tables in PostgreSQL.
 * @param holder names this process among those that hold lanes.
 */
export function createPgStore(holder: string): Store {
  let leases = 0;
  return {
    subscribed: listSubscribed,
    named: findNamedWebhook,
    keepsOrder,
    leaseBatches,
    renewBatches,
    leaseLanes: (which) => leaseLanes(`${holder} ${++leases}`, which),
    nextLaneDueMs,
    renewLanes,
    leaveLane,
    webhook: findDeliveryWebhook,
    async barred(ids) {
      const rows = await db().execute<{ id: string; off: boolean; resume_in_ms: number | null }>(sql`
        select given.id, w.status is distinct from 'active' as off, ${msUntil(sql`l.resume_at`)} as resume_in_ms
        from unnest(${array(ids, "uuid")}) as given (id) left join webhooks w using (id) left join lanes l on l.webhook_id = w.id
        where w.status is distinct from 'active' or l.resume_at > now()`);
      return new Map(
        Array.from(rows, ({ id, off, resume_in_ms }) => [id, { off, resumeInMs: resume_in_ms ?? 0 }]),
      );
    },
    pause: pauseLanes,
    cancelStrays,
    untilSlot,
    reserve,
    make: makeJobs,
    async claim({ by }, webhook, count) {
      const { id: webhookId, updatedAt, ordered } = webhook;
      const lease = { holder: by, leaseMs: LEASE_MS, batchHoldsUpMs: BATCH_HOLDS_UP_MS };
      const claimed = await claimJobs({ webhookId, updatedAt, ordered, count, ...lease });
      return claimed.map((job) => ({ ...job, webhook }));
    },
    finish: finishTries,
    async fail(outcome) {
      const ended = finishedTry(outcome);
      await transaction(async (tx) => {
        // A job that is no longer ours is not over, whatever came of this attempt.
        if ((await finishTries([ended])) > 0) {
          const { number } = ended;
          await afterFinalFailure(tx, { ...outcome, delivery: { ...outcome.delivery, number } });
        }
      });
    },
    renewJobs: (deliveries) => renewJobs(deliveries, LEASE_MS),
    handBack: (deliveries) =>
      transaction(async () => {
        await handBackJobs(deliveries);
        await makeLanesDue(deliveries.map(({ webhook }) => webhook.id));
      }),
  };
}
