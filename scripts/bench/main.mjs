import { mkdirSync } from "node:fs";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { checkNode } from "../lib/install.mjs";
import { fail, stopAll, stopOnSignals } from "../lib/shutdown.mjs";
import { print, step } from "../lib/steps.mjs";
import { parseBenchArguments, SCENARIOS, USAGE } from "./arguments.mjs";
import { COUNTING, countStatements } from "./load/database-work.mjs";
import { startHookyard } from "./load/hookyard.mjs";
import { startWorkers } from "./load/workers.mjs";
import { watchMemory } from "./memory.mjs";
import { summary, table, totals } from "./report.mjs";
import { groupsFor, scenarios } from "./scenarios.mjs";

/** `npm run bench`: how fast events become deliveries, and what each costs. */

async function main() {
  const options = parseBenchArguments(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  checkNode();
  const workers = await startWorkers();
  const hookyard = await startHookyard({
    receiverPort: workers.port,
    groups: groupsFor(options.only),
    nodeArgs: profiling(options.profile),
    asBuilt: options.asBuilt,
    databaseSettings: COUNTING,
  });
  await countStatements(hookyard.sql);
  const bench = { hookyard, ...workers, backlog: options.backlog };
  const memory = watchMemory(hookyard.engine.pid);
  const results = [];
  for (const name of SCENARIOS.filter((name) => options.only.includes(name))) {
    const { quick, minutes } = options;
    results.push(await step(`Measure: ${name}`, () => scenarios[name](bench, { quick, minutes, memory })));
  }
  const engineMb = memory.most();
  const { lost, doubled } = totals(results);
  if (lost + doubled > 0) hookyard.keepFiles();
  await stopAll();
  print(
    `\n${cpus().length} cores (${cpus()[0]?.model}), shared by PostgreSQL, Hookyard, sender and receiver; events of 1 KB\n`,
  );
  for (const line of table(results, { engineMb })) print(line);
  if (options.json) print(JSON.stringify(summary(results, { engineMb })));
  process.exit(lost + doubled > 0 ? 1 : 0);
}

function profiling(folder) {
  if (!folder) return [];
  mkdirSync(folder, { recursive: true });
  return ["--cpu-prof", `--cpu-prof-dir=${resolve(folder)}`];
}

stopOnSignals(() => 130);
main().catch((error) => fail("The bench did not finish", error));
