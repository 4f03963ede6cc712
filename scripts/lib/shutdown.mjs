import { red, yellow } from "./colours.mjs";
import { endPrograms, ProgramError } from "./run.mjs";
import { print } from "./steps.mjs";

/**
 * What is to be stopped, in the order in which it is stopped.
 * @type {{ order: number, stop: () => Promise<void>, kill: () => void }[]}
 */
const parts = [];
let under = /** @type {Promise<void> | undefined} */ (undefined);

export const isStopping = () => under !== undefined;

/**
 * Has something stopped at the end, however it comes about.
 * @param {number} order lower is stopped earlier
 * @param {() => Promise<void>} stop
 * @param {() => void} [kill] what a second Ctrl-C does
 */
export function stopAtEnd(order, stop, kill = () => {}) {
  parts.push({ order, stop, kill });
  parts.sort((a, b) => a.order - b.order);
}

/** Stops everything once, in order; what fails to stop does not keep the rest running. */
export function stopAll() {
  under ??= (async () => {
    endPrograms();
    for (const { stop } of parts) {
      await stop().catch((error) => print(yellow(`Not stopped cleanly: ${error.message}`)));
    }
  })();
  return under;
}

/**
 * Stops everything at Ctrl-C, at a signal and at a fault; a second Ctrl-C does so at once.
 * @param {() => number} exitCode what to end with after a signal
 */
export function stopOnSignals(exitCode) {
  const onSignal = () => {
    if (under) {
      for (const { kill } of parts) kill();
      process.exit(130);
    }
    print("\nStopping. Press Ctrl-C again to stop at once.");
    void stopAll().then(() => {
      print("Stopped.");
      process.exit(exitCode());
    });
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, onSignal);
  // The terminal may be gone before us.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  process.on("uncaughtException", (error) => void fail("Hookyard stops on a fault", error));
}

/** Shows the end of what a failed program wrote. @param {unknown} error */
export function printOutput(error) {
  if (error instanceof ProgramError) print(error.output.trim().split("\n").slice(-200).join("\n"));
}

/**
 * Ends the script in failure: what a program wrote, then one clear last line.
 * @param {string} what such as "Hookyard did not start"
 * @param {unknown} error
 */
export async function fail(what, error) {
  // Stopping on request makes what was under way fail; that is no news.
  if (under) return;
  printOutput(error);
  await stopAll();
  const message = error instanceof Error ? error.message : String(error);
  print(red(`${what}: ${message.trim()}`));
  process.exit(1);
}
