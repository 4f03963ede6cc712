import { closeDb } from "@/db/client";
import { inngest } from "@/inngest/client";
import { createEngine } from "@/inngest/engine/engine";
import { functions } from "@/inngest/functions";
import { closeRuntime, startExpress } from "@/lib/delivery/clock/runtime";
import { createDatabase } from "./fixtures";

/**
 * The whole way from an event to a delivery in this process: a database of its own, the embedded engine, the real
 * functions. Call it before anything reads the settings.
 */
export async function startDelivering(): Promise<{ stop: () => Promise<void> }> {
  const database = await createDatabase();
  process.env.DATABASE_URL = database.url;
  const engine = createEngine({ url: database.url, client: inngest, functions, pollMs: 200 });
  engine.start();
  startExpress();
  return {
    async stop() {
      await engine.stop({ graceMs: 2_000 });
      await closeRuntime(2_000);
      await closeDb();
      await database.drop();
    },
  };
}
