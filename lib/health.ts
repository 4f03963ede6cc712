import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { env } from "@/lib/env";

/** Whether this copy of Hookyard can do its work, part by part. */
export type Health = { ok: boolean; database: boolean; engine: "running" | "missing" | "inngest" };

/** An engine process that has not been seen for this long is taken for dead. */
const ENGINE_SILENT_AFTER_SECONDS = 30;

/** Asks the database, and whether an engine process is alive (unless Inngest runs the functions). Never throws. */
export async function health(): Promise<Health> {
  try {
    const rows = await db().execute<{ alive: boolean }>(sql`
      select exists (
        select from engine_processes where seen_at > now() - make_interval(secs => ${ENGINE_SILENT_AFTER_SECONDS})
      ) as alive`);
    if (env().HOOKYARD_ENGINE === "inngest") return { ok: true, database: true, engine: "inngest" };
    const alive = rows[0]?.alive === true;
    return { ok: alive, database: true, engine: alive ? "running" : "missing" };
  } catch {
    return { ok: false, database: false, engine: "missing" };
  }
}
