import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDb, db, sql } from "@/db/client";
import { jobs } from "@/db/schema";
import { createDatabase, createOrg, type TestDatabase } from "@/scripts/test/fixtures";
import { insertJob, insertWebhook } from "@/scripts/test/rows";
import { createDispatcher, IN_FLIGHT_PER_WEBHOOK } from "./dispatcher";
import { deliveryOf, outcomeOf } from "./outcome.testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

describe("a job that waits for a place while the database refuses to take it back", () => {
  it("is kept, and goes back once the database is there again", async () => {
    const { ctx } = await createOrg();
    const webhookId = await insertWebhook(ctx);
    const last = IN_FLIGHT_PER_WEBHOOK + 1;
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const dispatcher = createDispatcher(async (delivery) => {
      await finished;
      return outcomeOf(delivery, null);
    });
    const faults = vi.spyOn(console, "error").mockImplementation(() => {});
    await refuseToTakeBack();
    const settled: Promise<void>[] = [];
    for (let number = 1; number <= last; number++) {
      await insertJob(ctx, { number, webhookId, status: "running" });
      settled.push(dispatcher.submit(await deliveryOf(ctx, webhookId, number)));
    }
    await vi.waitFor(() => expect(faults).toHaveBeenCalled(), { timeout: 10_000 });
    await sql()`drop trigger refuse on jobs`;

    const statusOf = async (number: number) =>
      (await db().select().from(jobs).where(eq(jobs.number, number)))[0]?.status;
    await vi.waitFor(async () => expect(await statusOf(last)).toBe("queued"), { timeout: 10_000 });
    await settled[last - 1];
    finish();
    await Promise.all(settled);
    expect(await statusOf(1)).toBe("succeeded");
    await dispatcher.stop(1_000);
    faults.mockRestore();
  });
});

async function refuseToTakeBack(): Promise<void> {
  await sql()`create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`;
  await sql()`create trigger refuse before update on jobs for each row when (new.status = 'queued') execute function refuse()`;
}
