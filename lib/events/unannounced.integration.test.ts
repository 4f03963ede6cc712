import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it, vi } from "vitest";
import { closeDb, sql, transaction } from "@/db/client";
import { attendee } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { acceptEvents, emitEvent } from "./accept";

// A port on which nothing listens any more. (The client reads its settings when it is made.)
await vi.hoisted(async () => {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  vi.stubEnv("HOOKYARD_ENGINE", "inngest");
  vi.stubEnv("INNGEST_BASE_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("INNGEST_EVENT_KEY", "a-key");
  vi.stubEnv("INNGEST_SIGNING_KEY", "signkey-test-00");
});
afterAll(async () => {
  await closeDb();
  vi.unstubAllEnvs();
});

/** The events an organisation has, and how many of them wait in a batch for the sweep. */
async function kept(orgId: string): Promise<{ ids: string[]; waiting: number }> {
  const rows = await sql()<{ id: string; waiting: boolean }[]>`
    select id, exists (select from event_batches b where e.id = any (b.event_ids)) as waiting
    from events e where org_id = ${orgId} order by id`;
  return { ids: rows.map(({ id }) => id), waiting: rows.filter(({ waiting }) => waiting).length };
}

describe("while Inngest can't be reached", () => {
  it("events are accepted once, also those of calls that came together, and wait for the sweep", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { ctx, orgId } = await createOrg();
    const answers = await Promise.all(
      ["a", "b", "c"].map((id) => acceptEvents(ctx, [attendee(`${id}1`), attendee(`${id}2`)])),
    );
    const ids = answers.flatMap((answer) => answer.ids);
    expect(answers.flatMap((answer) => answer.duplicates)).toEqual([]);
    expect(await kept(orgId)).toEqual({ ids: ids.sort(), waiting: 6 });
    await vi.waitFor(() => expect(log).toHaveBeenCalled(), { timeout: 10_000 });
    expect(log.mock.calls[0]?.[0]).toMatch(
      /^The engine was not told of accepted events; the sweep will find them:$/,
    );
    expect(log.mock.calls[0]?.[1]).toMatchObject({ cause: { code: "ECONNREFUSED" } });
    log.mockRestore();
  });

  it("a call with an Idempotency-Key is answered, and again the same", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { ctx, orgId } = await createOrg();
    const first = await acceptEvents(ctx, attendee("a"), { idempotencyKey: "key" });
    expect(await acceptEvents(ctx, attendee("a"), { idempotencyKey: "key" })).toEqual(first);
    expect(await kept(orgId)).toEqual({ ids: first.ids, waiting: 1 });
    log.mockRestore();
  });

  it("a module's record and its event are committed", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { ctx, orgId } = await createOrg();
    const id = await transaction((tx) => emitEvent(tx, ctx, attendee("a")));
    expect(await kept(orgId)).toEqual({ ids: [id], waiting: 1 });
    log.mockRestore();
  });
});
