import { sql } from "drizzle-orm";
import { array } from "@/db/arrays";
import { db, transaction } from "@/db/client";
import { cancelStrays, claimJobs, handBackJobs, renewJobs } from "@/lib/jobs/claim";
import { makeLanesDue } from "@/lib/jobs/due";
import { finishTries } from "@/lib/jobs/finish";
import { makeJobs } from "@/lib/jobs/make";
import { afterFinalFailure } from "@/lib/webhooks/lifecycle";
import { attemptOf, jobOf } from "../outcome-rows";
import { findDeliveryWebhook, findNamedWebhook, keepsOrder, listSubscribed } from "../webhook";
import { BATCH_HOLDS_UP_MS, LEASE_MS } from "./constants";
import { leaseBatches, renewBatches } from "./pg-batches";
import { leaseLanes, leaveLane, nextLaneDueMs, renewLanes, reserve } from "./pg-lanes";
import type { Store } from "./store";

/**
 * The clock's tables in PostgreSQL.
 * @param holder names this process among those that hold lanes.
 */
export function createPgStore(holder: string): Store {
  return {
    subscribed: listSubscribed,
    named: findNamedWebhook,
    keepsOrder,
    leaseBatches,
    renewBatches,
    leaseLanes: (which) => leaseLanes(holder, which),
    nextLaneDueMs,
    renewLanes: (ids) => renewLanes(holder, ids),
    leaveLane: (id, notBeforeMs) => leaveLane(holder, id, notBeforeMs),
    webhook: findDeliveryWebhook,
    async offWebhooks(ids) {
      const rows = await db().execute<{ id: string }>(sql`
        select given.id from unnest(${array(ids, "uuid")}) as given (id)
        where not exists (select from webhooks w where w.id = given.id and w.status = 'active')`);
      return new Set(Array.from(rows, ({ id }) => id));
    },
    cancelStrays,
    reserve,
    make: makeJobs,
    async claim(webhook, count) {
      const { id: webhookId, updatedAt, ordered } = webhook;
      const lease = { holder, leaseMs: LEASE_MS, batchHoldsUpMs: BATCH_HOLDS_UP_MS };
      const claimed = await claimJobs({ webhookId, updatedAt, ordered, count, ...lease });
      return claimed.map((job) => ({ ...job, webhook }));
    },
    finish: finishTries,
    async fail(outcome) {
      const { delivery } = outcome;
      const { number, orgId, event, webhook, attemptCount } = delivery;
      if (number === null) throw new Error("A job without a row can't fail.");
      await transaction(async (tx) => {
        const ids = { orgId, number, eventId: event.id, webhookId: webhook.id };
        const end = {
          ...jobOf(outcome, new Date()),
          tryNumber: attemptCount + 1,
          attempt: attemptOf(outcome),
        };
        // A job that is no longer ours is not over, whatever came of this attempt.
        if ((await finishTries([{ ...ids, ...end }])) > 0) {
          await afterFinalFailure(tx, { ...outcome, delivery: { ...delivery, number } });
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
