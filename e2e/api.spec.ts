import { callApi, registration } from "./support/api";
import { expect, test } from "./support/test";

test.describe("what bad input gets over the API", () => {
  const id = (n: number) => `refused-${n}-${Date.now()}`;

  test("no key, a wrong key: 401", async () => {
    for (const key of [null, "hky_00000000000000000000000000000000", "nonsense"]) {
      for (const [method, path] of [
        ["POST", "/events"],
        ["GET", "/jobs"],
        ["GET", "/jobs/1"],
      ] as const) {
        const { status, type, body } = await callApi(method, path, {
          key,
          ...(method === "POST" && { body: registration("X") }),
        });
        expect([status, type]).toEqual([401, "application/problem+json; charset=utf-8"]);
        expect(body.detail).toContain("API key");
      }
    }
  });

  type Refusal = {
    what: string;
    send: (id: string) => { body?: unknown; raw?: string };
    status: number;
    says: string;
  };
  const good = registration("X");
  const refusals: Refusal[] = [
    { what: "malformed JSON", send: (id) => ({ raw: `{"id": "${id}", ` }), status: 422, says: "not JSON" },
    {
      what: "an unknown type",
      send: (id) => ({ body: { ...good, id, type: "calendar_event.user_registred" } }),
      status: 422,
      says: "calendar_event.user_registered",
    },
    {
      what: "data that breaks the schema",
      send: (id) => ({ body: { ...good, id, data: { version: 1 } } }),
      status: 422,
      says: "data.version",
    },
    {
      what: "a field nobody knows",
      send: (id) => ({ body: { ...good, id, colour: "red" } }),
      status: 422,
      says: "colour",
    },
    {
      what: "one bad element among many",
      send: (id) => ({ body: [{ ...good, id }, { type: "attendee.created" }] }),
      status: 422,
      says: "events[1].data",
    },
    {
      what: "over 1000 events",
      send: (id) => ({ body: Array.from({ length: 1001 }, () => ({ id, type: "a.b", data: {} })) }),
      status: 413,
      says: "1000",
    },
    { what: "no events", send: () => ({ body: [] }), status: 422, says: "no events" },
    {
      what: "over 256 KiB",
      send: (id) => ({ raw: JSON.stringify({ ...good, id, changes: { pad: "x".repeat(300_000) } }) }),
      status: 413,
      says: "256 KiB",
    },
  ];
  for (const [n, { what, send, status, says }] of refusals.entries()) {
    test(`${what}: ${status}, and nothing is stored`, async () => {
      const own = id(n);
      const answer = await callApi("POST", "/events", send(own));
      expect([answer.status, answer.type]).toEqual([status, "application/problem+json; charset=utf-8"]);
      expect(JSON.stringify(answer.body)).toContain(says);
      // Had it been stored, the same id would now be a duplicate.
      const after = await callApi("POST", "/events", { body: { ...good, id: own } });
      expect([after.status, after.body.duplicates]).toEqual([202, []]);
    });
  }

  test("a job that does not exist, and a bad query", async () => {
    expect((await callApi("GET", "/jobs/999999")).status).toBe(404);
    expect((await callApi("GET", "/jobs/nonsense")).status).toBe(404);
    const { status, body } = await callApi("GET", "/jobs?status=odd");
    expect([status, body.errors[0].path]).toEqual([422, "status"]);
  });

  test("the same Idempotency-Key is the same call", async () => {
    const headers = { "idempotency-key": `key-${Date.now()}` };
    const first = await callApi("POST", "/events", { body: registration("Once"), headers });
    const again = await callApi("POST", "/events", { body: registration("Once"), headers });
    const other = await callApi("POST", "/events", { body: registration("Twice"), headers });
    expect(again.body.ids).toEqual(first.body.ids);
    expect(other.status).toBe(409);
  });
});
