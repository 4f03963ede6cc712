import { delay } from "../lib/pids.mjs";
import { databaseWork } from "./load/database-work.mjs";
import { cpuMs, familiesPssMb, familyCpuMs } from "./load/usage.mjs";

/** @typedef {import("./load/hookyard.mjs").Hookyard} Hookyard */
/** @typedef {import("./load/worker.mjs").Worker} Worker */
/**
 * @typedef {{ hookyard: Hookyard, receiver: Worker, sender: Worker, backlog: number }} Bench `backlog`: deliveries that
 *   may be owed while the highest rate is looked for
 */
/**
 * @typedef {object} Plan
 * @property {import("./load/hookyard.mjs").Organisation[]} organisations
 * @property {number} width deliveries an event makes
 * @property {number} batch events in a call
 * @property {number} concurrency
 * @property {number} [perSecond] events; as fast as it goes when left out
 * @property {number} warmUpSeconds
 * @property {number} windowSeconds
 * @property {number} windows
 * @property {number[]} [leaveOut] webhooks whose latency doesn't count
 * @property {Record<string, import("./load/answers.mjs").Behaviour>} [behaviours] of webhooks while it runs
 */
/** @typedef {{ perSecond: number, latency: import("./load/samples.mjs").Summary }} Window */
/**
 * @typedef {object} Measured
 * @property {Window[]} windows
 * @property {Record<string, number | null>} cpuMs per delivery, of each process
 * @property {Record<string, number>} database per delivery
 * @property {number | null} pssMb memory of Hookyard and PostgreSQL at the end of the load
 * @property {import("./load/samples.mjs").Summary} accepting how long a call took
 * @property {number} mostOwed the largest backlog: accepted and not yet received
 * @property {number} deliveries @property {number} lost @property {number} duplicated @property {number} doubled
 */

/** What isn't delivered this long after the last delivery is lost. Longer than a lease and the sweep after it. */
const LOST_AFTER_MS = 90_000;

let runs = 0;
/** A number that no other run has. */
export const nextRun = () => ++runs;

/**
 * Puts a load on, measures it in windows after a warm-up, takes it off and waits until everything has come.
 * @param {Bench} bench
 * @param {Plan} plan
 * @returns {Promise<Measured>}
 */
export async function measure(bench, plan) {
  const { receiver, sender, hookyard } = bench;
  const run = nextRun();
  const { width, batch, concurrency, organisations, leaveOut, behaviours } = plan;
  await receiver.ask("begin", { run, width, base: organisations[0]?.first ?? 0, leaveOut });
  if (behaviours) await receiver.ask("behave", behaviours);
  await sender.ask("start", {
    url: hookyard.url,
    run,
    organisations,
    width,
    batch,
    concurrency,
    perSecond: plan.perSecond ?? null,
    backlog: plan.perSecond === undefined ? bench.backlog : Number.MAX_SAFE_INTEGER,
  });
  await delay(plan.warmUpSeconds * 1000);
  const first = await snapshot(bench, run);
  const windows = [];
  for (let before = first.counts; windows.length < plan.windows; ) {
    await receiver.ask("clear");
    await watch(bench, plan.windowSeconds);
    const counts = await receiver.ask("counts", { run });
    windows.push({
      perSecond: ((counts.received - before.received) * 1000) / (counts.at - before.at),
      latency: await receiver.ask("latency"),
    });
    before = counts;
  }
  const last = await snapshot(bench, run);
  const pssMb = pssOf(bench);
  const sent = await sender.ask("stop");
  if (behaviours) await receiver.ask("behave", {});
  const outcome = await settle(bench, run, sent.accepted, width);
  const { accepting, mostOwed } = sent;
  return { windows, ...work(first, last), pssMb, accepting, mostOwed, ...outcome };
}

/** Waits, and ends early when something has failed. */
async function watch({ sender, hookyard }, seconds) {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await delay(Math.min(500, Math.max(0, until - performance.now())));
    await sender.ask("status");
    for (const program of [hookyard.web, hookyard.engine]) {
      const how = program.ended();
      if (how) throw new Error(`the ${program.name} ended with ${how}:\n${program.log()}`);
    }
  }
}

/** @param {Bench} bench */
export async function snapshot({ hookyard, receiver, sender }, run) {
  const counts = await receiver.ask("counts", { run });
  const cpu = { ...cpuOf(hookyard), sender: cpuMs(sender.pid), receiver: cpuMs(receiver.pid) };
  return { counts, cpu, database: await databaseWork(hookyard.sql) };
}

/** @param {Hookyard} hookyard @returns {Record<string, number | null>} ms of CPU so far */
const cpuOf = ({ engine, web, database }) => ({
  engine: cpuMs(engine.pid()),
  web: cpuMs(web.pid()),
  postgres: familyCpuMs(database.pid()),
});

/**
 * Memory of all that Hookyard consists of.
 * @param {Bench} bench
 * @returns {number | null} MB
 */
const pssOf = ({ hookyard: { web, engine, database } }) =>
  familiesPssMb([web.pid(), engine.pid(), database.pid()]);

/**
 * What Hookyard uses while nothing happens.
 * @param {Bench} bench
 * @param {number} seconds how long it is watched
 * @returns {Promise<Record<string, number | null>>} percent of a core, by process and in all, and MB
 */
export async function watchRest(bench, seconds) {
  const before = cpuOf(bench.hookyard);
  await delay(seconds * 1_000);
  const after = cpuOf(bench.hookyard);
  // In ms of CPU for each hundredth of the time.
  const percentOf = (name) => difference(before[name], after[name], seconds * 10);
  const [enginePercent, webPercent, postgresPercent] = ["engine", "web", "postgres"].map(percentOf);
  const parts = [enginePercent, webPercent, postgresPercent];
  const percent = parts.includes(null) ? null : parts.reduce((sum, each) => sum + each, 0);
  return { percent, enginePercent, webPercent, postgresPercent, pssMb: pssOf(bench) };
}

/** What was used between two snapshots, per delivery. */
export function work(first, last) {
  const deliveries = Math.max(1, last.counts.received - first.counts.received);
  const each = (of, before, after) =>
    Object.fromEntries(of.map((name) => [name, difference(before[name], after[name], deliveries)]));
  return {
    cpuMs: each(Object.keys(first.cpu), first.cpu, last.cpu),
    database: each(Object.keys(first.database), first.database, last.database),
  };
}

const difference = (before, after, count) =>
  before === null || after === null ? null : (after - before) / count;

/** Waits until everything has come, or nothing more comes. */
export async function settle({ receiver }, run, accepted, width) {
  const owed = accepted * width;
  let counts = await receiver.ask("counts", { run });
  let [received, changedAt] = [counts.received, performance.now()];
  while (counts.received < owed && performance.now() - changedAt < LOST_AFTER_MS) {
    await delay(50);
    counts = await receiver.ask("counts", { run });
    if (counts.received > received) [received, changedAt] = [counts.received, performance.now()];
  }
  const { duplicated, doubled } = counts;
  return { deliveries: owed, lost: owed - counts.received, duplicated, doubled };
}
