import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/db/client";
import { eventTypes } from "@/db/schema";
import { acceptEvents } from "@/lib/events/accept";
import { createOrg } from "@/scripts/test/fixtures";
import { insertEventTypes } from "./own-types";

afterAll(closeDb);

describe("an organisation's own event types", () => {
  it("are written, and their events checked", async () => {
    const { ctx, orgId } = await createOrg();
    const schema = { required: ["id"], properties: { id: { pattern: "^(a+)+$" } } };
    await transaction((tx) => insertEventTypes(tx, orgId, [{ name: "order.paid", schema }]));
    const data = { id: `${"a".repeat(200_000)}!` };
    await expect(acceptEvents(ctx, { type: "order.paid", data })).rejects.toMatchObject({
      code: "invalid",
      faults: [{ path: "data.id", message: "Must match the pattern ^(a+)+$." }],
    });
    await expect(acceptEvents(ctx, { type: "order.paid", data: { id: "aaa" } })).resolves.toMatchObject({
      duplicates: [],
    });
  });

  it("are refused with the place of what can't be used, all of them", async () => {
    const { ctx, orgId } = await createOrg();
    const types = [
      { name: "order.paid", schema: null },
      { name: "order.sent", schema: { properties: { note: { pattern: "(?=a)" } } } },
    ];
    await expect(transaction((tx) => insertEventTypes(tx, orgId, types))).rejects.toMatchObject({
      code: "invalid",
      faults: [
        { path: "types[1].schema.properties.note.pattern", message: expect.stringContaining("ahead") },
      ],
    });
    await expect(acceptEvents(ctx, { type: "order.paid", data: {} })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("that were stored past the door are told of when they are used, as a fault of the call", async () => {
    const { ctx, orgId } = await createOrg();
    await db()
      .insert(eventTypes)
      .values({ orgId, name: "order.lost", schema: { $ref: "https://example.org/order.json" } });
    await expect(acceptEvents(ctx, [{ type: "order.lost", data: {} }])).rejects.toMatchObject({
      code: "invalid",
      faults: [{ path: "events[0].type", message: expect.stringContaining("nothing is fetched") }],
    });
  });

  it("of which a call uses many keep nobody else waiting while they are compiled", async () => {
    const { ctx, orgId } = await createOrg();
    const types = Array.from({ length: 400 }, (_, n) => ({
      name: `order.state_${n}`,
      schema: { allOf: Array.from({ length: 200 }, (_, part) => ({ maxProperties: 5 + n + part })) },
    }));
    await db()
      .insert(eventTypes)
      .values(types.map((type) => ({ ...type, orgId })));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await acceptEvents(
      ctx,
      types.map(({ name }) => ({ type: name, data: {} })),
    );
    delay.disable();
    // Some 20 ms on an idle machine; compiled in one go it would be as long as all take together.
    expect(delay.max / 1e6).toBeLessThan(500);
  });
});
