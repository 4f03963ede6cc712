import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, sql } from "@/db/client";
import { attendee } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import { acceptEvents } from "./accept";

// A way to the database that breaks off once, in the moment it would bring the answer to a commit.
let proxy: Server;
let breakAfter: RegExp | undefined;
const sockets = new Set<Socket>();

beforeAll(async () => {
  const target = new URL(process.env.DATABASE_URL as string);
  const port = Number(target.port);
  proxy = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    client.on("data", (chunk) => server.write(chunk));
    server.on("data", (chunk) => {
      if (!breakAfter?.test(chunk.toString("latin1"))) return void client.write(chunk);
      breakAfter = undefined;
      client.destroy();
      server.destroy();
    });
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  target.port = String((proxy.address() as AddressInfo).port);
  process.env.DATABASE_URL = target.href;
});
afterAll(async () => {
  await closeDb();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => proxy.close(resolve));
});

const countOf = async (orgId: string) => (await sql()`select 1 from events where org_id = ${orgId}`).length;

it.each([
  ["one call", 1, undefined, /SELECT 1\0/],
  ["calls that were written together", 20, undefined, /SELECT ([2-9]|1\d)\0/],
  ["a call with an Idempotency-Key", 1, "key", /COMMIT\0/],
])(
  "%s whose commit was made but not answered: kept once, and no duplicate",
  async (_what, calls, key, answer) => {
    const { ctx, orgId } = await createOrg();
    // The catalog is read before, so that the next answer is the one to the events.
    await acceptEvents(ctx, attendee("before"));
    breakAfter = answer;
    const accepted = await Promise.all(
      Array.from({ length: calls }, (_, n) =>
        acceptEvents(ctx, { ...attendee(`e${n}`), id: `source-${n}` }, { idempotencyKey: key }),
      ),
    );
    expect(breakAfter).toBeUndefined();
    expect(accepted.flatMap(({ duplicates }) => duplicates)).toEqual([]);
    expect(await countOf(orgId)).toBe(calls + 1);
  },
);
