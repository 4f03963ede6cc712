import { sql } from "drizzle-orm";
import { relaxed } from "@/db/client";
import { BATCH_CHANNEL, WAKE_CHANNEL } from "./store";

const waiting = new Set<string>();
let underWay = false;

/**
 * Tells the engines that something was stored, after its commit and apart from it: PostgreSQL lets only one
 * transaction that notifies commit at a time, and it would hold that place while it waits for the disk. Calls that come
 * while one is under way share the next. Nobody waits for it: if it fails, the engines' polling finds what there is.
 */
export function wakeEngines(what: "runs" | "batches"): void {
  waiting.add(what === "runs" ? WAKE_CHANNEL : BATCH_CHANNEL);
  if (!underWay) void notify();
}

async function notify(): Promise<void> {
  underWay = true;
  while (waiting.size > 0) {
    const channels = [...waiting];
    waiting.clear();
    const calls = channels.map((channel) => relaxed().execute(sql`select pg_notify(${channel}, '')`));
    await Promise.allSettled(calls);
  }
  underWay = false;
}
