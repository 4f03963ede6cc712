import { createServer } from "node:http";
import { createAnswers } from "./answers.mjs";
import { createLedger } from "./ledger.mjs";
import { clock, readMark } from "./payload.mjs";
import { createSamples } from "./samples.mjs";
import { serveParent, tellParent } from "./worker.mjs";

/**
 * The receiver, in a process of its own: takes deliveries at `/<webhook's number>`, counts what came, and measures how
 * long it took since the event was sent.
 */

/** How often it tells how much has come. */
const TELL_MS = 20;

const answers = createAnswers();
const latencies = createSamples();
/** @type {Map<number, ReturnType<typeof createLedger>>} */
const ledgers = new Map();
let current = 0;
let told = 0;
let stray = 0;
let lastAt = 0;
/** Webhooks whose latency doesn't count. @type {Set<number>} */
let unsampled = new Set();

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => take(request, response, chunks));
});

function take(request, response, chunks) {
  const at = clock();
  lastAt = at;
  const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  const mark = readMark(body.latin1Slice(0, 1_000));
  const ledger = mark && ledgers.get(mark.run);
  const id = request.headers["webhook-id"];
  if (!ledger || !id) {
    stray += 1;
    response.end();
    return;
  }
  const webhook = Number(request.url.slice(1));
  answers.answer(response, { webhook, ...mark }, () => {
    ledger.mark(mark.slot, webhook, String(id));
    if (mark.run === current && !unsampled.has(webhook)) latencies.add(at - mark.sentAt);
  });
}

const ledgerOf = (run) => {
  const ledger = ledgers.get(run);
  if (!ledger) throw new Error(`There was no run ${run}.`);
  return ledger;
};

serveParent({
  listen: () =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(server.address().port));
    }),
  begin({ run, width, base, leaveOut = [] }) {
    ledgers.set(run, createLedger({ width, base }));
    current = run;
    told = 0;
    unsampled = new Set(leaveOut);
    latencies.clear();
  },
  behave: (behaviours) => answers.behave(behaviours),
  clear: () => latencies.clear(),
  counts: ({ run }) => ({ at: clock(), lastAt, stray, ...ledgerOf(run).counts }),
  latency: () => latencies.summary(),
  refused: () => answers.refused(),
  missing: ({ run, slots }) => ledgerOf(run).missing(slots),
  examples: ({ run }) => ledgerOf(run).examples,
});

setInterval(() => {
  const received = ledgers.get(current)?.counts.received ?? 0;
  if (received === told) return;
  told = received;
  tellParent({ received });
}, TELL_MS);
