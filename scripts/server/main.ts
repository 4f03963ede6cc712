import { createServer } from "node:http";
import next from "next";
import { closeDb } from "@/db/client";
import { isLean, serveLean } from "@/lib/api/lean";
import { env } from "@/lib/env";
import { acceptIdle } from "@/lib/events/accept";

/** The production web server: Next, with the lean way for events in front of it. */
async function main(): Promise<void> {
  const { PORT } = env();
  const app = next({ dev: false, hostname: "localhost", port: PORT });
  const handle = app.getRequestHandler();
  await app.prepare();
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

/** Finishes what was begun, then goes; waits no longer than ten seconds for slow clients. */
async function close(server: ReturnType<typeof createServer>): Promise<void> {
  setTimeout(() => process.exit(0), 10_000).unref();
  server.close();
  server.closeIdleConnections();
  await acceptIdle();
  await closeDb();
  process.exit(0);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
