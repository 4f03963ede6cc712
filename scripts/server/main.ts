import { createServer, type Server } from "node:http";
import next from "next";
import { closeDb } from "@/db/client";
import { registerFunctions } from "@/inngest/register";
import { isLean, serveLean } from "@/lib/api/lean";
import { isTrustedProxy, withClientAddress } from "@/lib/client-address";
import { closeRuntime } from "@/lib/delivery/runtime";
import { env } from "@/lib/env";
import { acceptIdle } from "@/lib/events/accept";
import { logFault } from "@/lib/log";
import { createFront } from "./front";
import { listen } from "./listen";

/** However slow clients and receivers are, the process ends after this; `up` kills it after 12 s. */
const STOP_MS = 10_000;
/** How long deliveries under way may take to finish: under Inngest the functions send from this process. */
const FINISH_MS = 7_000;

/** The web server: Next, with the lean way for events beside it, and what every request meets first in front of both. */
async function main(): Promise<void> {
  const settings = env();
  const { PORT: port, HOOKYARD_HOST: addresses } = settings;
  const dev = settings.NODE_ENV === "development";
  const publicUrl = new URL(settings.HOOKYARD_PUBLIC_URL);
  // Next puts its listener for web sockets on the server it is given; it gets one that nobody reaches.
  const sockets = createServer();
  const app = next({ dev, hostname: "localhost", port, httpServer: sockets });
  const handle = app.getRequestHandler();
  await app.prepare();
  const front = createFront(
    { publicUrl, isTrustedProxy },
    // In development Next answers events too, and so with the code as it is now.
    (request, response) =>
      !dev && isLean(request) ? serveLean(request, response) : handle(withClientAddress(request), response),
  );
  const servers = await listen({ port, addresses, publicUrl }, front);
  // The development server tells its pages of changes by a web socket. Nothing else has one.
  if (dev) for (const server of servers) server.on("upgrade", (...args) => sockets.emit("upgrade", ...args));
  console.log(`Web server ready on port ${port}.`);
  const registering = registerFunctions();
  const stop = () => {
    registering.stop();
    void close(servers);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** Finishes what was begun, hands back the rest, then goes. */
async function close(servers: Server[]): Promise<void> {
  setTimeout(() => process.exit(0), STOP_MS).unref();
  for (const server of servers) {
    server.close();
    server.closeIdleConnections();
  }
  const ends = await Promise.allSettled([acceptIdle(), closeRuntime(FINISH_MS)]);
  for (const end of ends) if (end.status === "rejected") logFault("Could not stop cleanly", end.reason);
  await closeDb();
  process.exit(0);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
