import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { ulid } from "ulid";
import { afterAll, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/db/client";
import { events } from "@/db/schema";
import { matchesAny } from "@/lib/matching/patterns";
import { createOrg } from "@/scripts/test/fixtures";
import { isCovered } from "./covered";

afterAll(closeDb);

it("is the same in the database as in memory", async () => {
  const { orgId } = await createOrg();
  const types = ["contact.created", "contact.group.added", "contact_list.made", "attendee.created", "a.b"];
  const rows = types.map((type) => ({ id: ulid(), orgId, type, data: {}, occurredAt: new Date() }));
  await transaction((tx) => tx.insert(events).values(rows));
  const pattern = fc.constantFrom(
    "*",
    "contact.*",
    "contact.group.*",
    "contact.group.added",
    "a.b",
    "a.*",
    "con.*",
    "%",
    "_.*",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pattern, { maxLength: 4 }), async (patterns) => {
      const found = await db()
        .select({ type: events.type })
        .from(events)
        .where(and(eq(events.orgId, orgId), isCovered(patterns)));
      const expected = types.filter((type) => matchesAny(patterns, type));
      expect(found.map(({ type }) => type).sort()).toEqual(expected.sort());
    }),
    { numRuns: 60 },
  );
});
