import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { ZodError } from "zod";
import { closeDb, db, transaction } from "@/db/client";
import { inngest } from "./client";
import type { OutgoingEvent } from "./events";
import { sendEvents } from "./send";

afterAll(closeDb);

type Row = { function_id: string; concurrency_key: string | null; event: { name: string; data: unknown } };

const accepted = (batchId: string): OutgoingEvent => ({
  name: "hookyard/events.accepted",
  data: { batchId },
});

/** The runs whose event's data mentions `text`. */
async function runsOf(text: string): Promise<Row[]> {
  const rows = await db().execute<Row>(
    sql`select function_id, concurrency_key, event from engine_runs where event::text like ${`%${text}%`}`,
  );
  return Array.from(rows);
}

describe("sendEvents with the embedded engine", () => {
  test("an event becomes a run, with its concurrency key", async () => {
    const webhookId = randomUUID();
    await sendEvents([{ name: "hookyard/lane.due", data: { webhookId } }]);
    expect(await runsOf(webhookId)).toMatchObject([
      { function_id: "hookyard-lane", concurrency_key: webhookId, event: { data: { webhookId } } },
    ]);
  });

  test("it commits or vanishes with the caller's rows, through the client too", async () => {
    const [kept, dropped] = [randomUUID(), randomUUID()];
    const sendBoth = async (batchId: string) => {
      await sendEvents([accepted(batchId)]);
      await inngest.send(accepted(batchId));
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
    const batchId = randomUUID();
    const event = { ...accepted(batchId), id: batchId };
    await Promise.all([sendEvents([event, event]), sendEvents([event]), inngest.send(event)]);
    await sendEvents([event]);
    expect(await runsOf(batchId)).toHaveLength(1);
  });

  test("events without an id are two, even if they are alike", async () => {
    const batchId = randomUUID();
    await sendEvents([accepted(batchId), accepted(batchId)]);
    expect(await runsOf(batchId)).toHaveLength(2);
  });

  test("data of the wrong shape is refused before anything is stored", async () => {
    const batchId = randomUUID();
    const wrong = { name: "hookyard/lane.due", data: {} } as unknown as OutgoingEvent;
    await expect(sendEvents([accepted(batchId), wrong])).rejects.toThrow(ZodError);
    expect(await runsOf(batchId)).toEqual([]);
  });
});

async function seenByOthers(text: string): Promise<number> {
  const { sql: pool } = await import("@/db/client");
  const rows = await pool()`select 1 from engine_runs where event::text like ${`%${text}%`}`;
  return rows.length;
}
