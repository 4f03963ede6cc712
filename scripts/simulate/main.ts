import { parseArgs } from "node:util";
import { runHistory } from "@/lib/delivery/clock/simulation/history";

/** `npm run simulate -- --seed N` runs one history of the delivery clock; `--count N` as many from there, until one goes wrong. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "1" } },
  });
  const [first, count] = [Number(values.seed), Number(values.count)];
  if (!Number.isInteger(first) || !Number.isInteger(count) || count < 1)
    throw new Error("Say --seed <number> --count <number>.");
  const began = performance.now();
  let requests = 0;
  for (let seed = first; seed < first + count; seed++) {
    const result = await runHistory(seed);
    requests += result.requests;
    const played = seed - first + 1;
    if (result.faults.length === 0) {
      if (played % 10_000 === 0 && played < count)
        console.log(`${played} histories, nothing went wrong so far.`);
      continue;
    }
    console.log(`Seed ${seed} went wrong:\n${result.faults.map((fault) => `  ${fault}`).join("\n")}`);
    process.exit(1);
  }
  const seconds = (performance.now() - began) / 1_000;
  console.log(`${count} histories with ${requests} requests in ${seconds.toFixed(1)} s: nothing went wrong.`);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
