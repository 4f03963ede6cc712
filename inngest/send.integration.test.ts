import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { ZodError } from "zod";
import { closeDb, db, transaction } from "@/db/client";
import { inngest } from "./client";
import type { OutgoingEvent } from "./events";
import { sendEvents } from "./send";

afterAll(closeDb);

type Row = { function_id: string; event: { id: string; name: string; data: unknown } };

const left = (id: string): OutgoingEvent => ({ name: "hookyard/batches.left", id, data: {} });

/** The runs whose event has an id that begins with `text`. */
async function runsOf(text: string): Promise<Row[]> {
  const rows = await db().execute<Row>(
    sql`select function_id, event from engine_runs where event::text like ${`%${text}%`}`,
  );
  return Array.from(rows);
}

describe("sendEvents with the embedded engine", () => {
  test("an event becomes a run", async () => {
    const id = randomUUID();
    await sendEvents([{ name: "hookyard/lanes.due", id, data: {} }]);
    expect(await runsOf(id)).toMatchObject([{ function_id: "hookyard-lane", event: { id, data: {} } }]);
  });

  test("it commits or vanishes with the caller's rows, through the client too", async () => {
    const [kept, dropped] = [randomUUID(), randomUUID()];
    const sendBoth = async (id: string) => {
      await sendEvents([left(`${id}-1`)]);
      await inngest.send(left(`${id}-2`));
    };
    await transaction(async () => {
      await sendBoth(kept);
      // Another connection does not see it yet.
      expect(await seenByOthers(kept)).toBe(0);
    });
    expect(await runsOf(kept)).toHaveLength(2);
    const fails = transaction(async () => {
      await sendBoth(dropped);
      throw new Error("changed my mind");
    });
    await expect(fails).rejects.toThrow("changed my mind");
    expect(await runsOf(dropped)).toEqual([]);
  });

  test("the same id is one event, in one call, in two, and at the same time", async () => {
    const id = randomUUID();
    const event = left(id);
    await Promise.all([sendEvents([event, event]), sendEvents([event]), inngest.send(event)]);
    await sendEvents([event]);
    expect(await runsOf(id)).toHaveLength(1);
  });

  test("data of the wrong shape is refused before anything is stored", async () => {
    const id = randomUUID();
    const wrong = { name: "hookyard/lanes.due", data: 7 } as unknown as OutgoingEvent;
    await expect(sendEvents([left(id), wrong])).rejects.toThrow(ZodError);
    expect(await runsOf(id)).toEqual([]);
  });
});

async function seenByOthers(text: string): Promise<number> {
  const { sql: pool } = await import("@/db/client");
  const rows = await pool()`select 1 from engine_runs where event::text like ${`%${text}%`}`;
  return rows.length;
}
