import { delay } from "../lib/pids.mjs";
import { median } from "./load/samples.mjs";
import { measure, watchRest } from "./measure.mjs";
import { drainAll } from "./patience.mjs";

/** @typedef {import("./measure.mjs").Bench} Bench */
/** @typedef {import("./measure.mjs").Measured} Measured */
/** @typedef {{ name: string, title: string, runs: Measured[], figures: Record<string, number | null> }} Result */
/** @typedef {{ quick: boolean, minutes: number, memory: ReturnType<typeof import("./memory.mjs").watchMemory> }} Options */

/** A failing webhook stays, and what it refused comes again soon. */
const PATIENT = {
  failureRule: { kind: "never" },
  retry: { kind: "custom", delaysSeconds: [2, 3, 5, 10, 20, 30] },
  timeoutMs: 5_000,
};

/** As scripts/tools/bench-setup.ts takes them. */
const GROUPS = [
  { name: "one", organisations: 1, webhooks: [{}] },
  { name: "ten", organisations: 1, webhooks: [{ times: 10 }] },
  { name: "many", organisations: 50, webhooks: [{ times: 10 }], spread: true },
  // With the settings that a webhook has by itself: three tries 30 s apart, disabled at the first failed job.
  { name: "limited", organisations: 3, webhooks: [{}] },
  { name: "fifty", organisations: 1, webhooks: [{ times: 50, ...PATIENT }], spread: true },
  { name: "pair", organisations: 2, webhooks: [{}] },
  { name: "large", organisations: 1, webhooks: [{}], uninterested: 4_999 },
];

/** The groups that scenarios use, where it isn't the usual one. */
const GROUPS_OF = {
  rest: [],
  "fan-out": ["ten"],
  spread: ["many"],
  neighbours: ["fifty"],
  large: ["pair", "large"],
  pace: ["limited"],
};

/** What has to be made for some scenarios. @param {string[]} names */
export function groupsFor(names) {
  const used = new Set(names.flatMap((name) => GROUPS_OF[name] ?? ["one"]));
  return GROUPS.filter(({ name }) => used.has(name));
}

const paceOf = ({ quick }) =>
  quick
    ? { warmUpSeconds: 1, windowSeconds: 3.5, windows: 1 }
    : { warmUpSeconds: 3, windowSeconds: 10, windows: 3 };

/** @type {Record<string, (bench: Bench, options: Options) => Promise<Result>>} */
export const scenarios = {
  async rest(bench, { quick }) {
    // For a minute after its start a process still puts its memory in order.
    await delay(quick ? 2_000 : 60_000);
    const figures = await watchRest(bench, quick ? 3 : 30);
    return result("rest", "nothing happens", [], figures);
  },

  async latency(bench, options) {
    const plan = { ...paceOf(options), width: 1, batch: 1, concurrency: 64, perSecond: 200 };
    const measured = await measure(bench, { ...plan, organisations: groupOf(bench, "one") });
    return result("latency", "accept → received at 200 events/s", [measured], latencyOf(measured));
  },

  batches: sustained("batches", "1 event → 1 webhook, 100 events a call", "one", {
    width: 1,
    batch: 100,
    concurrency: 4,
  }),
  singles: sustained("singles", "1 event → 1 webhook, one event a call", "one", {
    width: 1,
    batch: 1,
    concurrency: 64,
  }),
  "fan-out": sustained("fan-out", "1 event → 10 webhooks, 100 events a call", "ten", {
    width: 10,
    batch: 100,
    concurrency: 4,
  }),
  spread: sustained("spread", "500 webhooks of 50 organisations, each event to one", "many", {
    width: 1,
    batch: 100,
    concurrency: 8,
  }),

  /** The same load without and with the bad ones, in turns, so that what else the machine does falls on both. */
  async neighbours(bench, options) {
    const organisations = groupOf(bench, "fifty");
    const first = organisations[0]?.first ?? 0;
    const [hanging, failing] = [first + 7, first + 31];
    const plan = { organisations, perSecond: 500, leaveOut: [hanging, failing] };
    const behaviours = { [hanging]: { kind: "hang" }, [failing]: { kind: "status", status: 500 } };
    const { runs, figures } = await inTurns(bench, options, plan, { ...plan, behaviours });
    return result("neighbours", "one of 50 endpoints hangs, one answers 500", runs, figures);
  },

  /** A small organisation beside another small one, and beside one with thousands of webhooks, of which one wants its events. */
  async large(bench, options) {
    const [small, other] = groupOf(bench, "pair");
    const [large] = groupOf(bench, "large");
    const beside = (organisation) => ({
      organisations: [small, organisation],
      perSecond: 200,
      leaveOut: Array.from({ length: organisation.webhooks }, (_, index) => organisation.first + index),
    });
    const { runs, figures } = await inTurns(bench, options, beside(other), beside(large));
    return result("large", "beside an organisation with 5,000 webhooks, 100 events/s each", runs, figures);
  },

  async pace(bench, options) {
    const { runs, figures } = await drainAll(bench, groupOf(bench, "limited"), options);
    return result("pace", "receivers that answer 429, beside the ideal", runs, figures);
  },

  async memory(bench, options) {
    const startedAt = performance.now();
    const measured = await measure(bench, {
      organisations: groupOf(bench, "one"),
      width: 1,
      batch: 100,
      concurrency: 4,
      warmUpSeconds: options.quick ? 1 : 10,
      windowSeconds: options.minutes * 60,
      windows: 1,
    });
    const figures = { perSecond: measured.windows[0]?.perSecond ?? null, ...options.memory.since(startedAt) };
    return result(
      "memory",
      `the engine's memory over ${options.minutes} min at full rate`,
      [measured],
      figures,
    );
  },
};

/** @param {Partial<import("./measure.mjs").Plan>} plain @param {Partial<import("./measure.mjs").Plan>} burdened */
async function inTurns(bench, { quick }, plain, burdened) {
  const usual = {
    width: 1,
    batch: 1,
    concurrency: 64,
    windows: 1,
    ...(quick ? { warmUpSeconds: 1, windowSeconds: 3.5 } : { warmUpSeconds: 6, windowSeconds: 10 }),
  };
  const runs = [];
  const pairs = [];
  for (let turn = 0; turn < (quick ? 1 : 3); turn += 1) {
    const without = await measure(bench, { ...usual, ...plain });
    const together = await measure(bench, { ...usual, ...burdened });
    runs.push(without, together);
    pairs.push({ without: latencyOf(without).p95, together: latencyOf(together).p95 });
  }
  const withoutP95 = median(pairs.map((pair) => pair.without));
  const withP95 = median(pairs.map((pair) => pair.together));
  const ratio = withoutP95 && withP95 ? withP95 / withoutP95 : null;
  return { runs, figures: { withoutP95, withP95, ratio } };
}

function sustained(name, title, group, load) {
  return async (bench, options) => {
    const measured = await measure(bench, {
      ...load,
      ...paceOf(options),
      organisations: groupOf(bench, group),
    });
    return result(name, title, [measured], {
      perSecond: median(measured.windows.map((window) => window.perSecond)),
      mostOwed: measured.mostOwed,
      pssMb: measured.pssMb,
      ...latencyOf(measured),
    });
  };
}

const result = (name, title, runs, figures) => ({ name, title, runs, figures });

const groupOf = ({ hookyard }, name) => hookyard.organisations[name] ?? [];

/** Medians over the windows. */
const latencyOf = ({ windows }) => ({
  p50: median(windows.map(({ latency }) => latency.p50)),
  p95: median(windows.map(({ latency }) => latency.p95)),
  p99: median(windows.map(({ latency }) => latency.p99)),
});
