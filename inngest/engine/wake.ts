import { sql } from "drizzle-orm";
import { relaxed } from "@/db/client";
import { WAKE_CHANNEL } from "./store";

let asked = false;
let underWay = false;

/**
 * Tells the engines that something was stored, after its commit and apart from it: PostgreSQL lets only one
 * transaction that notifies commit at a time, and it would hold that place while it waits for the disk. Calls that come
 * while one is under way share the next. Nobody waits for it: if it fails, the engines' polling finds what there is.
 */
export function wakeEngines(): void {
  asked = true;
  if (!underWay) void notify();
}

async function notify(): Promise<void> {
  underWay = true;
  while (asked) {
    asked = false;
    await Promise.allSettled([relaxed().execute(sql`select pg_notify(${WAKE_CHANNEL}, '')`)]);
  }
  underWay = false;
}
