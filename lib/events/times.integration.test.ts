import { eq } from "drizzle-orm";
import fc from "fast-check";
import { ulid } from "ulid";
import { afterAll, expect, it } from "vitest";
import { closeDb, connect, db, sql, transaction } from "@/db/client";
import { events } from "@/db/schema";
import { databaseTime } from "@/db/times";
import { env } from "@/env";
import { createOrg } from "@/scripts/test/fixtures";

afterAll(closeDb);

/** All that RFC 3339 can write, and a day more on either side for the offsets. */
const dates = fc.date({
  min: new Date("-000001-12-30T00:00:00Z"),
  max: new Date("+010000-01-02T00:00:00Z"),
  noInvalidDate: true,
});

it("a moment comes back from the database as it went in, by every way in and out", async () => {
  const { orgId } = await createOrg();
  const property = fc.asyncProperty(dates, async (date) => {
    const id = ulid();
    const row = { id, orgId, type: "a.b", data: {}, occurredAt: date };
    await transaction((tx) => tx.insert(events).values(row));
    const [read] = await db().select({ at: events.occurredAt }).from(events).where(eq(events.id, id));
    expect(read?.at).toEqual(date);
    const [raw] = await sql()<{ at: Date; same: boolean }[]>`
      select occurred_at as at, occurred_at = ${databaseTime(date)}::timestamptz and occurred_at = ${date} as same from events where id = ${id}`;
    expect(raw).toEqual({ at: date, same: true });
    const [executed] = await db().execute<{ at: string }>(
      // As the engine reads it.
      `select occurred_at as at from events where id = '${id}'`,
    );
    expect(new Date(executed?.at ?? "")).toEqual(date);
  });
  await fc.assert(property, { numRuns: 150 });
});

it("also where the server's zone had odd offsets in old times", async () => {
  const one = connect(env().DATABASE_URL, { max: 1, name: "test-zone" });
  await one`set time zone 'Europe/Paris'`;
  const property = fc.asyncProperty(dates, async (date) => {
    expect(await one`select ${databaseTime(date)}::timestamptz as at`).toEqual([{ at: date }]);
  });
  await fc.assert(property, { numRuns: 100 });
  await one.end();
});
