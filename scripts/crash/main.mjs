import { startHookyard } from "../bench/load/hookyard.mjs";
import { startWorkers } from "../bench/load/workers.mjs";
import { checkNode } from "../lib/install.mjs";
import { fail, stopAll, stopOnSignals } from "../lib/shutdown.mjs";
import { print } from "../lib/steps.mjs";
import { totalLine } from "../lib/totals.mjs";
import { parseCrashArguments, USAGE } from "./arguments.mjs";
import { planRounds } from "./plan.mjs";
import { roundLine, table } from "./report.mjs";
import { behaviours, GROUPS, isPassed, playRound } from "./round.mjs";

/** `npm run test:crash`: kills, halts and cuts off parts of Hookyard under load, and counts at the receiver what came of it. */

const STEP_CLOCK = new URL("step-clock.mjs", import.meta.url).href;

async function main() {
  const options = parseCrashArguments(process.argv.slice(2), () => Math.floor(Math.random() * 2 ** 32));
  if (options.help) return console.log(USAGE);
  checkNode();
  const rounds = planRounds(options);
  print(`Seed ${options.seed}: --seed ${options.seed} repeats the faults of this run`);
  const workers = await startWorkers();
  const hookyard = await startHookyard({
    receiverPort: workers.port,
    groups: GROUPS,
    nodeArgs: ["--import", STEP_CLOCK],
    throughNetworks: true,
    asBuilt: options.asBuilt,
  });
  await workers.receiver.ask("behave", behaviours(hookyard.organisations.crash?.[0]?.first ?? 0));
  const outcomes = [];
  for (const [index, round] of rounds.entries()) {
    const outcome = await playRound({ hookyard, ...workers }, index + 1, round);
    outcomes.push(outcome);
    print(roundLine(index + 1, round, outcome));
    for (const note of outcome.notes) print(`             ${note}`);
  }
  const passed = outcomes.filter(isPassed).length;
  const failed = outcomes.length - passed;
  if (failed > 0 || options.keep) hookyard.keepFiles();
  await stopAll();
  print();
  for (const line of table(rounds, outcomes)) print(line);
  print(totalLine({ passed, failed }));
  process.exit(failed > 0 ? 1 : 0);
}

stopOnSignals(() => 130);
main().catch((error) => fail("The crash test did not finish", error));
