import { createServer } from "node:http";
import next from "next";
import { closeDb } from "@/db/client";
import { isLean, serveLean } from "@/lib/api/lean";
import { closeRuntime, startExpress } from "@/lib/delivery/runtime";
import { env } from "@/lib/env";
import { acceptIdle } from "@/lib/events/accept";
import { logFault } from "@/lib/log";

/** However slow clients and receivers are, the process ends after this; `up` kills it after 12 s. */
const STOP_MS = 10_000;
/** How long deliveries under way may take to finish: under Inngest the functions send from this process. */
const FINISH_MS = 7_000;

/** The production web server: Next, with the lean way for events in front of it. */
async function main(): Promise<void> {
  const { PORT } = env();
  const app = next({ dev: false, hostname: "localhost", port: PORT });
  const handle = app.getRequestHandler();
  await app.prepare();
  startExpress();
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    if (isLean(request)) void serveLean(request, response).catch(() => response.destroy());
    else void handle(request, response);
  });
  server.on("error", (error) => fail(error));
  server.listen(PORT, () => console.log(`Web server ready on port ${PORT}.`));
  const stop = () => void close(server);
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** Finishes what was begun, hands back the rest, then goes. */
async function close(server: ReturnType<typeof createServer>): Promise<void> {
  setTimeout(() => process.exit(0), STOP_MS).unref();
  server.close();
  server.closeIdleConnections();
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
