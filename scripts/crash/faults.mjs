import { delay } from "../lib/pids.mjs";
import { jobsInFlight, unfinished } from "./jobs.mjs";

/**
 * Kills a part of Hookyard with -9 and starts it again.
 * @param {import("../bench/measure.mjs").Bench} bench
 * @param {import("./plan.mjs").Kill} kill
 * @param {number} width deliveries that an event makes
 * @returns {Promise<number>} the deliveries that were under way. What the kill may repeat is among them.
 */
export async function strike(bench, { victim, awayMs }, width) {
  if (victim === "postgres") return strikeDatabase(bench, awayMs, width);
  const { web, engine, sql } = bench.hookyard;
  const program = victim === "web" ? web : engine;
  await program.kill();
  // The web server delivers nothing.
  const inFlight = victim === "engine" ? await jobsInFlight(sql) : 0;
  await delay(awayMs);
  program.start();
  return inFlight;
}

/**
 * Here the engine lives on with what it holds, and the last claims may be undone. So everything counts that was not over
 * just before, and what came in until the kill.
 */
async function strikeDatabase({ hookyard: { sql, database }, sender }, awayMs, width) {
  const before = await sender.ask("status");
  const { jobs, events } = await unfinished(sql);
  await database.kill();
  const after = await sender.ask("status");
  await delay(awayMs);
  await database.start();
  return jobs + (events + after.issued - before.accepted) * width;
}

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
