import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { createDatabase } from "@/scripts/test/fixtures";
import { createEngine } from "../engine";
import { embeddedClient, type MakeFunctions, quiet } from "./client";

/** Somewhere that runs functions. */
export type Target = {
  client: Inngest.Any;
  /** How long to wait for what takes the server's own time (a cron's next minute). */
  cronMs: number;
  close: () => Promise<void>;
};

/** The embedded engine on a database of its own, with a clock whose minutes pass at once. */
export async function openEmbedded(makeFunctions: MakeFunctions): Promise<Target> {
  const database = await createDatabase();
  const { client, functions, close } = embeddedClient(database.url, makeFunctions);
  const started = Date.now();
  const now = () => started + (Date.now() - started) * 60;
  const engine = createEngine({ url: database.url, client, functions, now, onFault: () => {} });
  engine.start();
  return {
    client,
    cronMs: 10_000,
    async close() {
      await engine.stop();
      await close();
      await database.drop();
    },
  };
}

/**
 * A real Inngest server, named by INNGEST_BASE_URL and used as the INNGEST_* variables say. It calls the functions
 * over HTTP, so it must reach this machine: by 127.0.0.1, or by the address in INNGEST_SERVE_ORIGIN.
 */
export async function openInngest(makeFunctions: MakeFunctions): Promise<Target> {
  const client = new Inngest({ id: `conformance-${randomBytes(4).toString("hex")}`, logger: quiet });
  const functions = makeFunctions(client);
  const server = createServer(serve({ client, functions }));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: "PUT" });
  if (!answer.ok) throw new Error(`The Inngest server did not take the functions: ${await answer.text()}`);
  return {
    client,
    cronMs: 75_000,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
