import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { withPatience } from "@/db/patience";
import { env } from "@/env";

/** Whether this copy of Hookyard can do its work, part by part. Of an engine nothing is known while the database is away. */
export type Health = {
  ok: boolean;
  database: boolean;
  engine: "running" | "missing" | "unknown" | "inngest";
};

/** An engine process that has not been seen for this long is taken for dead. */
const ENGINE_SILENT_AFTER_SECONDS = 30;
/** Whoever asks is answered within a second, whatever the database does. */
const ANSWER_MS = 800;

let asking: Promise<Health> | undefined;

/**
 * Asks the database, and whether an engine process is alive (unless Inngest runs the functions), in less than a second.
 * Never throws. Those who ask in the same moment share an answer.
 */
export function health(): Promise<Health> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function ask(): Promise<Health> {
  const usesInngest = env().HOOKYARD_ENGINE === "inngest";
  const alive = await Promise.race([engineAlive(), later(ANSWER_MS)]);
  if (alive === null) return { ok: false, database: false, engine: usesInngest ? "inngest" : "unknown" };
  if (usesInngest) return { ok: true, database: true, engine: "inngest" };
  return { ok: alive, database: true, engine: alive ? "running" : "missing" };
}

const later = (ms: number) => new Promise<null>((resolve) => setTimeout(resolve, ms, null).unref());

/** @returns null when the database does not say */
async function engineAlive(): Promise<boolean | null> {
  try {
    const rows = await withPatience(ANSWER_MS, () =>
      db().execute<{ alive: boolean }>(sql`
      select exists (
        select from engine_processes where seen_at > now() - make_interval(secs => ${ENGINE_SILENT_AFTER_SECONDS})
      ) as alive`),
    );
    return rows[0]?.alive === true;
  } catch {
    return null;
  }
}
