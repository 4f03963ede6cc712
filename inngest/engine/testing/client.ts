import { randomBytes } from "node:crypto";
import { drizzle } from "drizzle-orm/postgres-js";
import { Inngest, type InngestFunction } from "inngest";
import postgres from "postgres";
import { createEmbeddedFetch } from "../embedded-fetch";
import { createEngine, type Engine, type EngineOptions } from "../engine";
import { describeFunctions, routesOf } from "../specs";
import { WAKE_CHANNEL } from "../store";

export type MakeFunctions = (client: Inngest.Any) => InngestFunction.Any[];

export const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/** A client whose events go into the database at `url`. */
export function embeddedClient(url: string, makeFunctions: MakeFunctions) {
  const pool = postgres(url, { max: 2, onnotice: () => {} });
  const database = drizzle(pool);
  const client: Inngest.Any = new Inngest({
    id: "embedded",
    logger: quiet,
    isDev: false,
    eventKey: "embedded",
    signingKey: `signkey-test-${randomBytes(16).toString("hex")}`,
    aiMetadata: false,
    sessionPropagation: false,
    checkpointing: { bufferedSteps: 100 },
    fetch: createEmbeddedFetch({
      executor: () => database,
      wake: () => void pool.notify(WAKE_CHANNEL, ""),
      routes: () => routesOf(describeFunctions(client, functions)),
    }),
  });
  const functions = makeFunctions(client);
  return { client, functions, pool, close: () => pool.end({ timeout: 2 }) };
}

/** An engine for tests: it looks often, gives up leases soon and keeps quiet. */
export function quickEngine(options: EngineOptions): Engine {
  return createEngine({ leaseMs: 1000, heartbeatMs: 200, backoff: () => 20, onFault: () => {}, ...options });
}
