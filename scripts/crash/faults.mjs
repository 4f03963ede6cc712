import { signalAll } from "../lib/faults.mjs";
import { delay } from "../lib/pids.mjs";
import { jobsInFlight, unfinished } from "./jobs.mjs";

/** @typedef {import("../bench/measure.mjs").Bench} Bench */

/**
 * Brings a fault about, waits until it is over, and mends it.
 * @param {Bench} bench
 * @param {import("./plan.mjs").Fault} fault
 * @param {number} width deliveries that an event makes
 * @returns {Promise<number>} the deliveries that were under way. What the fault may repeat is among them.
 */
export async function strike(bench, { name, forMs, stepMs }, width) {
  const { web, engine } = bench.hookyard;
  const [kind, part] = name.includes("-") ? name.split("-") : name === "hold" ? ["hold"] : ["kill", name];
  const program = part === "web" ? web : engine;
  const lasts = () => delay(forMs);
  if (kind === "kill" && part !== "postgres") return killProgram(bench, program, lasts, width);
  // The console delivers nothing: what becomes of it repeats nothing.
  if (part === "web") return during(bench, kind, program, lasts, stepMs).then(() => 0);
  return whileAlive(bench, width, () =>
    during(bench, kind, part === "postgres" ? null : program, lasts, stepMs),
  );
}

async function killProgram({ hookyard: { sql, engine } }, program, lasts, width) {
  await program.kill();
  // The web server delivers nothing.
  const inFlight = program === engine ? await inHand(sql, width) : 0;
  await lasts();
  program.start();
  return inFlight;
}

/** Jobs that are being sent, and the pairs of batches whose jobs are not written yet. */
async function inHand(sql, width) {
  const { events } = await unfinished(sql);
  return (await jobsInFlight(sql)) + events * width;
}

/**
 * Here the engine lives on with what it holds, leases may run out, and the last claims may be undone. So everything counts that was not over
 * just before, and what came in until the end.
 */
async function whileAlive({ hookyard: { sql }, sender }, width, strikes) {
  const before = await sender.ask("status");
  const { jobs, events } = await unfinished(sql);
  await strikes();
  const after = await sender.ask("status");
  return jobs + (events + after.issued - before.accepted) * width;
}

/** @param {import("../bench/load/program.mjs").Program | null} program null: PostgreSQL */
async function during({ hookyard }, kind, program, lasts, stepMs) {
  const { database, sql, networks } = hookyard;
  if (kind === "hold") return hold(sql, lasts);
  if (kind === "kill") {
    await database.kill();
    await lasts();
    return database.start();
  }
  if (kind === "stop") {
    const pid = program?.pid() ?? database.pid();
    signalAll(pid, "SIGSTOP");
    await lasts().finally(() => signalAll(pid, "SIGCONT"));
  } else if (kind === "clock") {
    program?.send({ stepMs });
    await lasts();
    program?.send({ stepMs: 0 });
  } else if (kind === "network") {
    const network = networks[program?.name ?? ""];
    network?.lose();
    await lasts().finally(() => network?.find());
  }
}

/** Somebody's transaction that has these rows and does not end, as of a dump, a migration or a forgotten terminal. */
const hold = (sql, lasts) =>
  sql.begin(async (tx) => {
    await tx`select from webhooks order by id for update`;
    await tx`select from lanes order by webhook_id for update`;
    await tx`select from org_counters order by org_id for update`;
    await lasts();
  });

/**
 * Starts again what ended by itself, as `npm run up` would.
 * @param {import("../bench/load/hookyard.mjs").Hookyard} hookyard
 * @returns {string[]} what ended, and how
 */
export function revive({ web, engine }) {
  return [web, engine].flatMap((program) => {
    const how = program.ended();
    if (!how) return [];
    const last = program.log();
    program.start();
    return [`${program.name} ended by itself with ${how}:`, ...last.split("\n")];
  });
}
