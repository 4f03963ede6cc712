import { delay } from "../lib/pids.mjs";
import { duration } from "../lib/steps.mjs";
import { revive, strike } from "./faults.mjs";
import { describeUnfinished } from "./jobs.mjs";

/** @typedef {import("../bench/measure.mjs").Bench} Bench */
/**
 * @typedef {{ accepted: number, deliveries: number, repeatedCalls: number, lost: number, duplicated: number,
 *   doubled: number, inFlight: number, settledMs: number, notes: string[] }} Outcome
 */

/** How long everything may take to arrive after the load: leases run out and the sweep after them comes by. */
const DEADLINE_MS = 120_000;
/** Longer than a lease, a sweep and a lane's drain take. */
const LONG_MS = 30_000;

const LOAD = { batch: 5, concurrency: 8, perSecond: 100, backlog: 4_000, retry: true };

/** The webhooks of the load: the usual one, one that answers slowly, one that refuses some at first, one in order, one at a rate. */
export const GROUPS = [
  {
    name: "crash",
    organisations: 1,
    webhooks: [{}, {}, retrying(), { ordered: true, ...retrying() }, { rateLimit: 200 }],
  },
];

function retrying() {
  return {
    failureRule: { kind: "never" },
    retry: { kind: "custom", delaysSeconds: [1, 1, 2, 5, 10] },
  };
}

/** How the receiver treats them. @param {number} first the number of the first webhook */
export const behaviours = (first) => ({
  [first + 1]: { kind: "slow", delayMs: 150 },
  [first + 2]: { kind: "flaky", every: 20 },
});

/**
 * Puts the load on, strikes, takes the load off and waits until everything accepted has come.
 * @param {Bench} bench
 * @param {number} run
 * @param {import("./plan.mjs").Round} round
 * @returns {Promise<Outcome>}
 */
export async function playRound(bench, run, round) {
  const { hookyard, sender, receiver } = bench;
  const organisations = hookyard.organisations.crash ?? [];
  const { first = 0, webhooks: width = 1 } = organisations[0] ?? {};
  await receiver.ask("begin", { run, width, base: first });
  await sender.ask("start", { url: hookyard.url, run, organisations, width, ...LOAD });
  let inFlight = 0;
  const notes = [];
  for (const fault of round.faults) {
    await delay(fault.afterMs);
    inFlight += await strike(bench, fault, width);
    notes.push(...revive(hookyard));
  }
  await delay(round.onMs);
  const { accepted, repeated } = await sender.ask("stop");
  const startedAt = performance.now();
  const deliveries = accepted * width;
  await settle({ hookyard, receiver }, run, deliveries, notes);
  const settledMs = performance.now() - startedAt;
  const { received, duplicated, doubled } = await receiver.ask("counts", { run });
  if (received < deliveries) notes.push(...(await whatIsMissing({ hookyard, receiver }, run, accepted)));
  return {
    accepted,
    deliveries,
    repeatedCalls: repeated,
    lost: deliveries - received,
    duplicated,
    doubled,
    inFlight,
    settledMs,
    notes,
  };
}

/** Waits for what is owed; what takes long is explained, because a sweep may have had to find it. */
async function settle({ hookyard, receiver }, run, deliveries, notes) {
  const startedAt = performance.now();
  let explained = false;
  for (;;) {
    const { received } = await receiver.ask("counts", { run });
    const waitedMs = performance.now() - startedAt;
    if (received >= deliveries || waitedMs > DEADLINE_MS) return;
    notes.push(...revive(hookyard));
    if (!explained && waitedMs > LONG_MS) {
      explained = true;
      notes.push(
        `still missing after ${duration(waitedMs)}: ${deliveries - received}`,
        ...(await explain(hookyard)),
      );
    }
    await delay(50);
  }
}

async function explain({ sql, engine }) {
  const rows = await describeUnfinished(sql).catch((error) => [error.message]);
  return [...rows, "the engine's last words:", ...engine.log().split("\n").slice(-5)];
}

async function whatIsMissing({ hookyard, receiver }, run, accepted) {
  const { some } = await receiver.ask("missing", { run, slots: accepted });
  const places = some.slice(0, 5).map(({ slot, webhook }) => `event ${slot} for webhook ${webhook}`);
  return [`missing: ${places.join(", ")}`, ...(await explain(hookyard))];
}

/** A round is passed when nothing was lost, no event was taken in twice, and only what was in flight came again. */
export const isPassed = ({ lost, doubled, duplicated, inFlight }) =>
  lost === 0 && doubled === 0 && duplicated <= inFlight;
