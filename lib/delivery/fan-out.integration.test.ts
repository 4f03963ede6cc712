import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, sql } from "@/db/client";
import { acceptEvents } from "@/lib/events/accept";
import { attendee } from "@/scripts/test/delivery-fixtures";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertWebhook } from "@/scripts/test/rows";
import { createDispatcher } from "./dispatcher";
import { fanOut, fanOutPending } from "./fan-out";
import { outcomeOf } from "./outcome.testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

/** A process's dispatcher that notes which events it sends. */
function noting() {
  const sent: string[] = [];
  const dispatcher = createDispatcher(async (delivery) => {
    sent.push(JSON.parse(delivery.event.dataText).id);
    return outcomeOf(delivery, null);
  });
  return { dispatcher, sent };
}

/** Accepts events in as many batches as there are ids. */
async function acceptOneByOne(ids: string[]): Promise<string> {
  const { ctx, orgId } = await createOrg();
  await insertWebhook(ctx);
  for (const id of ids) await acceptEvents(ctx, attendee(id));
  return orgId;
}

const ids = Array.from({ length: 60 }, (_, index) => `e${index}`);

test("two that take what is pending at the same time share it: each batch is one's, each event sent once", async () => {
  const orgId = await acceptOneByOne(ids);
  const both = [noting(), noting()];
  const turns = await Promise.all(
    both.map(async ({ dispatcher }) => {
      let batches = 0;
      for (;;) {
        const turn = await fanOutPending(5, dispatcher);
        if (turn.batches === 0) return batches;
        batches += turn.batches;
      }
    }),
  );
  await Promise.all(both.map(({ dispatcher }) => dispatcher.stop(10_000)));
  expect((turns[0] ?? 0) + (turns[1] ?? 0)).toBe(ids.length);
  const [jobs] = await sql()`
    select count(*)::int as count, count(distinct event_id)::int as events from jobs where org_id = ${orgId}`;
  expect(jobs).toEqual({ count: ids.length, events: ids.length });
  const sent = both.flatMap((one) => one.sent);
  expect(new Set(sent).size).toBe(sent.length);
});

test("a batch that two fan out at the same time makes its jobs once", async () => {
  const orgId = await acceptOneByOne(["twice"]);
  const [batch] = await sql()`select id from event_batches`;
  const both = [noting(), noting()];
  await Promise.all(both.map(({ dispatcher }) => fanOut(batch?.id, dispatcher)));
  await Promise.all(both.map(({ dispatcher }) => dispatcher.stop(10_000)));
  expect(await sql()`select status from jobs where org_id = ${orgId}`).toEqual([{ status: "succeeded" }]);
  expect(both.flatMap(({ sent }) => sent)).toEqual(["twice"]);
  expect(await sql()`select id from event_batches`).toEqual([]);
});
