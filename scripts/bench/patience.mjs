import { delay } from "../lib/pids.mjs";
import { nextRun, settle, snapshot, work } from "./measure.mjs";

/** @typedef {import("./measure.mjs").Bench} Bench */
/** @typedef {import("./measure.mjs").Measured} Measured */
/** @typedef {import("./load/hookyard.mjs").Organisation} Organisation */
/**
 * A receiver that asks for patience, and the jobs it gets.
 * @typedef {{ name: string, jobs: number, batch: number, idealSeconds: number,
 *   behaviour: import("./load/answers.mjs").Behaviour }} Patience
 */

/** @param {boolean} quick @returns {Patience[]} */
const receivers = (quick) => [
  limited("one", 1, quick ? 20 : 60, 20),
  limited("fifty", 50, quick ? 500 : 10_000, 100),
  closed(quick ? 10 : 60, quick ? 100 : 500),
];

const limited = (name, perSecond, jobs, batch) => ({
  name,
  jobs,
  batch,
  idealSeconds: jobs / perSecond,
  behaviour: { kind: "limited", perSecond },
});

const closed = (seconds, jobs) => ({
  name: "none",
  jobs,
  batch: 100,
  idealSeconds: seconds,
  behaviour: { kind: "closed", forMs: seconds * 1_000 },
});

/**
 * Gives each receiver its jobs, all at once, and waits until they have come.
 * @param {Bench} bench
 * @param {Organisation[]} organisations one for each receiver, with one webhook
 * @param {{ quick: boolean }} options
 * @returns {Promise<{ runs: Measured[], figures: Record<string, number> }>}
 */
export async function drainAll(bench, organisations, { quick }) {
  const runs = [];
  const figures = {};
  for (const [index, patience] of receivers(quick).entries()) {
    const organisation = organisations[index];
    if (!organisation) throw new Error("There is no organisation for a receiver.");
    const { seconds, refused, measured } = await drain(bench, organisation, patience);
    const { name, jobs, idealSeconds } = patience;
    figures[`${name}Jobs`] = jobs;
    figures[`${name}Seconds`] = seconds;
    figures[`${name}Ideal`] = idealSeconds;
    figures[`${name}Ratio`] = seconds / idealSeconds;
    figures[`${name}Refused`] = refused;
    runs.push(measured);
  }
  const [row] = await bench.hookyard
    .sql`select count(*)::int as count from webhooks where status <> 'active'`;
  figures.disabled = row?.count ?? 0;
  return { runs, figures };
}

/** @param {Bench} bench @param {Organisation} organisation @param {Patience} patience */
async function drain(bench, organisation, { jobs, batch, behaviour }) {
  const { hookyard, receiver, sender } = bench;
  const run = nextRun();
  await receiver.ask("begin", { run, width: 1, base: organisation.first });
  await receiver.ask("behave", { [organisation.first]: behaviour });
  const refusedBefore = await receiver.ask("refused");
  const first = await snapshot(bench, run);
  await sender.ask("start", {
    url: hookyard.url,
    run,
    organisations: [organisation],
    width: 1,
    batch,
    concurrency: 1,
    perSecond: null,
    backlog: jobs,
    most: jobs,
  });
  while ((await sender.ask("status")).accepted < jobs) await delay(50);
  const { accepting, mostOwed, accepted } = await sender.ask("stop");
  const outcome = await settle(bench, run, accepted, 1);
  const last = await snapshot(bench, run);
  await receiver.ask("behave", {});
  return {
    seconds: (last.counts.lastAt - first.counts.at) / 1_000,
    refused: (await receiver.ask("refused")) - refusedBefore,
    measured: { windows: [], ...work(first, last), accepting, mostOwed, ...outcome },
  };
}
