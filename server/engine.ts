import type { Server } from "node:http";
import { setFlagsFromString } from "node:v8";
import { closeDb } from "@/db/client";
import { LONG_PATIENCE_MS, setUsualPatience } from "@/db/patience";
import { env } from "@/env";
import { inngest } from "@/inngest/client";
import { createEngine, type Engine } from "@/inngest/engine/engine";
import { errorText, limitRepeats } from "@/inngest/engine/faults";
import { describeFunctions, verifyRoutes } from "@/inngest/engine/specs";
import { functions } from "@/inngest/functions";
import { toldIdle } from "@/inngest/send";
import { routes } from "@/inngest/triggers";
import { startExpress } from "@/lib/delivery/clock/runtime";
import { acceptIdle } from "@/lib/events/accept";
import { consoleAt } from "./console";
import { closeDoor, openDoor } from "./door";
import { hooks } from "./hooks";

/**
 * The process that accepts events and delivers them, with the embedded engine in it. In front of the console's process it has the port: what Next
 * costs each request would be more than a delivery. It ends with 0 when told to stop, with 1 when it can't start or its state can't be trusted.
 */

/** A process that was killed is missed after this long: short enough to wait for, longer than any pause of a live one. */
const LEASE_MS = 15_000;
const HEARTBEAT_MS = 4_000;
/** A graceful stop takes no longer in all, whatever hangs; `up` kills the process after 25 s. */
const STOP_MS = 19_000;
/** What of it requests and runs under way have to finish. Then they are handed back, and the rest is for writing that down. */
const FINISH_MS = 14_000;

const say = (line: string) => console.log(`engine: ${line}`);

type Parts = { engine: Engine; servers: Server[] };

async function start(): Promise<Parts | undefined> {
  // Most of what the engine allocates is garbage at once. By itself V8 lets the heap grow to several times what is in use
  // before it looks: at full rate 300 MB instead of 200, and no faster.
  setFlagsFromString("--heap-growing-percent=80");
  // Reading the real process.env is slow and the SDK reads it several times a call: a plain copy does the same.
  process.env = { ...process.env };
  if (env().HOOKYARD_ENGINE === "inngest") {
    say("HOOKYARD_ENGINE is inngest, so Inngest runs the functions and this process is not needed.");
    return undefined;
  }
  verifyRoutes(routes, describeFunctions(inngest, functions));
  const onFault = limitRepeats((what, error) => console.error(`engine: ${what}: ${errorText(error)}`));
  setUsualPatience(LONG_PATIENCE_MS);
  const url = env().DATABASE_URL;
  const engine = createEngine({
    url,
    client: inngest,
    functions,
    leaseMs: LEASE_MS,
    heartbeatMs: HEARTBEAT_MS,
    onFault,
  });
  const { HOOKYARD_CONSOLE_SOCKET: socketPath } = env();
  if (socketPath) startExpress();
  const servers = socketPath ? await openDoor(consoleAt(socketPath)) : [];
  engine.start();
  hooks.onStart((error) => console.error(`engine: the first sweep failed: ${errorText(error)}`));
  hooks.moveSecrets().then(
    (news) => news && say(news),
    (error) => console.error(`engine: stored secrets could not be encrypted anew: ${errorText(error)}`),
  );
  say(`started, ${functions.length} functions (${engine.stats().id})`);
  return { engine, servers };
}

async function stop({ engine, servers }: Parts, reason: string, code: number): Promise<void> {
  say(`${reason}: taking no more runs, finishing ${engine.stats().active}`);
  setTimeout(() => {
    say("something hangs, so this ends without it; it is taken over when its lease runs out");
    process.exit(code || 1);
  }, STOP_MS).unref();
  const until = performance.now() + FINISH_MS;
  closeDoor(servers);
  await acceptIdle();
  const ran = engine.stop({ graceMs: FINISH_MS });
  const sent = hooks.onStop(until - performance.now());
  const [{ handedBack }] = await Promise.all([ran, sent]);
  await toldIdle();
  await closeDb();
  say(handedBack > 0 ? `stopped, ${handedBack} runs handed back` : "stopped");
  process.exit(code);
}

async function main(): Promise<void> {
  const parts = await start();
  if (!parts) return;
  let stopping = false;
  const stopOnce = (reason: string, code: number) => {
    if (stopping) return;
    stopping = true;
    stop(parts, reason, code).catch((error) => {
      console.error(`engine: could not stop cleanly: ${errorText(error)}`);
      process.exit(1);
    });
  };
  process.on("SIGTERM", () => stopOnce("told to stop", 0));
  process.on("SIGINT", () => stopOnce("told to stop", 0));
  process.on("uncaughtException", (error) => {
    console.error("engine: a fault nobody caught:", error);
    stopOnce("its state can't be trusted any more", 1);
  });
  // Nobody waits for what was rejected, so nothing depends on it.
  process.on("unhandledRejection", (error) => console.error("engine: a rejection nobody handled:", error));
}

main().catch((error) => {
  console.error(`engine: can't start. ${error instanceof Error ? error.message : errorText(error)}`);
  process.exit(1);
});
