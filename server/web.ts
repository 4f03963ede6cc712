import { rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import next from "next";
import { closeDb } from "@/db/client";
import { env } from "@/env";
import { registerFunctions } from "@/inngest/register";
import { toldIdle } from "@/inngest/send";
import { closeRuntime, startExpress } from "@/lib/delivery/clock/runtime";
import { acceptIdle } from "@/lib/events/accept";
import { logFault } from "@/lib/log";
import { closeDoor, openDoor } from "./door";

/** However slow clients and receivers are, the process ends after this; `up` kills it after 12 s. */
const STOP_MS = 10_000;
/** How long deliveries under way may take to finish: what this process accepts it sends. */
const FINISH_MS = 7_000;

/**
 * The console's process: Next. Beside the embedded engine, whose process has the port, it listens on a socket of this machine; by itself (in
 * development, under Inngest) it has the port.
 */
async function main(): Promise<void> {
  const { PORT: port, NODE_ENV, HOOKYARD_CONSOLE_SOCKET: socketPath } = env();
  const dev = NODE_ENV === "development";
  // Next puts its listener for web sockets on the server it is given; it gets one that nobody reaches.
  const sockets = createServer();
  const app = next({ dev, hostname: "localhost", port, httpServer: sockets });
  const handle = app.getRequestHandler();
  await app.prepare();
  startExpress();
  const servers = socketPath ? [await listenAt(socketPath, handle)] : await openDoor(handle);
  // The development server tells its pages of changes by a web socket. Nothing else has one.
  if (dev) for (const server of servers) server.on("upgrade", (...args) => sockets.emit("upgrade", ...args));
  console.log(socketPath ? "Console ready." : `Console ready on port ${port}.`);
  const registering = registerFunctions();
  const stop = () => {
    registering.stop();
    void close(servers);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** For the process in front alone: it never closes a connection that one is about to use. */
async function listenAt(socketPath: string, listener: RequestListener): Promise<Server> {
  // Left by a process that was killed.
  await rm(socketPath, { force: true });
  const server = createServer({ keepAliveTimeout: 0 }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  return server;
}

/** Finishes what was begun, hands back the rest, then goes. */
async function close(servers: Server[]): Promise<void> {
  setTimeout(() => process.exit(0), STOP_MS).unref();
  closeDoor(servers);
  const ends = await Promise.allSettled([acceptIdle(), closeRuntime(FINISH_MS)]);
  for (const end of ends) if (end.status === "rejected") logFault("Could not stop cleanly", end.reason);
  await toldIdle();
  await closeDb();
  process.exit(0);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
