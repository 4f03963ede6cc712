import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb } from "@/db/client";
import { createOrg } from "@/scripts/test/fixtures";
import { findWebhookRecord } from "./data";
import { createWebhook, updateWebhook } from "./mutations";
import { type WebhookInput, type WebhookPatch, webhookInput } from "./schema";
import { inputOf } from "./settings";

afterAll(closeDb);

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const often = <T>(good: fc.Arbitrary<T>, ...bad: unknown[]) =>
  fc.oneof(
    { weight: 40 * bad.length, arbitrary: good as fc.Arbitrary<unknown> },
    ...bad.map((value) => fc.constant(value)),
  );

const headerName = often(
  word.map((name) => `X-${name}`),
  ...["Host", "webhook-id", "a b", "", "Grün", "X-A", "x-a"],
);
const headerValue = often(word, "", "a\nb", " a", "ü");
const header = often(
  fc.record({ name: headerName, value: headerValue }),
  ...[{ name: "X-K", keep: true }, { name: "X-K", keep: true, value: "a" }, { name: "X-K" }],
);
const target = fc.record(
  {
    field: often(fc.constantFrom("ticket_type", "attendee_type", "language", "custom"), "company"),
    values: often(fc.array(often(word, null, "", 5), { maxLength: 3 }), []),
    key: often(word, ""),
  },
  { requiredKeys: ["field", "values"] },
);
const retry = fc.oneof(
  fc.constantFrom({ kind: "default" }, { kind: "standard" }, { kind: "other" }, null),
  fc.record({
    kind: fc.constant("custom"),
    delaysSeconds: fc.array(often(fc.integer({ min: 1, max: 604_800 }), 0, 1.5, -1, 604_801, "5"), {
      maxLength: 22,
    }),
  }),
);
/** What a form or a program may send: mostly fine, often wrong in one place. Content that only the server can judge is left out here. */
const settings = {
  name: often(word, "", " ", "x".repeat(101), 5),
  url: often(
    fc.constant("http://127.0.0.1:8999/hook"),
    "",
    "ftp://a.example",
    "127.0.0.1",
    "http://u:p@127.0.0.1/",
  ),
  subscriptions: often(
    fc.array(fc.constantFrom("attendee.*", "attendee.created", "*", " attendee.updated"), { minLength: 1 }),
    [],
    "x",
  ),
  active: often(fc.boolean(), "yes"),
  method: often(fc.constantFrom("POST", "PUT", "PATCH"), "GET"),
  description: often(
    fc.string({ maxLength: 20 }).filter((text) => !text.includes("\0")),
    "x".repeat(1001),
  ),
  contentType: often(fc.constantFrom("application/json", "application/x-www-form-urlencoded"), "text/plain"),
  format: often(fc.constantFrom("envelope", "data", "slack", "teams", "webex", "template"), "xml"),
  template: often(fc.constantFrom(null, "", "{}"), "x".repeat(17_000)),
  filter: often(fc.constantFrom(null, "", ' event.type != "" '), "x".repeat(2_001)),
  targets: fc.array(target, { maxLength: 2 }),
  headers: fc.array(header, { maxLength: 3 }),
  retry,
  failureRule: often(fc.constantFrom({ kind: "first" }, { kind: "never" }, { kind: "in_a_row", count: 2 }), {
    kind: "in_a_row",
    count: 1,
  }),
  timeoutMs: often(fc.integer({ min: 1_000, max: 60_000 }), 999, 1.5, "15000"),
  rateLimit: often(fc.constantFrom(null, 1, 1_000), 0, 1_001),
  ordered: often(fc.boolean(), 1),
  lifecycle: often(fc.constantFrom("managed", "self_provisioned"), "wild"),
};
const input = fc.record(settings, { requiredKeys: ["name", "url", "subscriptions"] });
/** A change of one to three settings. */
const change = fc
  .subarray(Object.keys(settings) as (keyof typeof settings)[], { minLength: 1, maxLength: 3 })
  .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, settings[key]]))));

type Faults = string[];
const faultsOf = async (work: () => Promise<unknown>): Promise<Faults> => {
  try {
    await work();
    return [];
  } catch (error) {
    const { code, faults } = error as { code: string; faults: { path: string; message: string }[] };
    if (code !== "invalid") throw error;
    return faults.map(({ path, message }) => `${path}: ${message}`);
  }
};
const formFaults = (value: unknown): Faults =>
  webhookInput.safeParse(value).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ??
  [];

describe("the form's schema and the server", () => {
  it("accept and refuse the same inputs, with the same words at the same fields", async () => {
    const { ctx } = await createOrg();
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(input, async (value) => {
        const form = formFaults(value);
        let id: string | undefined;
        const server = await faultsOf(async () => {
          id = (await createWebhook(ctx, value as WebhookInput)).id;
        });
        // A header that keeps a value needs a stored one: there is none yet, which the server alone knows.
        const known = server.filter((fault) => !fault.endsWith("has no value yet: give one."));
        expect(known).toEqual(form);
        if (!id) return;
        accepted++;
        const stored = await findWebhookRecord(ctx, id);
        if (!stored) throw new Error("It was not stored.");
        // What is stored comes back into the form as it was, and saving it again changes nothing.
        const { headers, ...again } = webhookInput.parse(inputOf(stored));
        const { headers: sent, active: _, ...meant } = webhookInput.parse(value);
        expect(again).toEqual(meant);
        expect(headers.map(({ name }) => name)).toEqual(sent.map(({ name }) => name));
        expect((await updateWebhook(ctx, id, inputOf(stored))).updatedAt).toBe(
          stored.updatedAt.toISOString(),
        );
      }),
      { numRuns: 250 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it("accept and refuse the same changes of a webhook, and a refused one changes nothing", async () => {
    const { ctx } = await createOrg();
    const base = { name: "CRM", url: "http://127.0.0.1:8999/hook", subscriptions: ["attendee.*"] };
    const { id } = await createWebhook(ctx, base);
    const stored = async () => inputOf((await findWebhookRecord(ctx, id)) ?? expect.fail("It is gone."));
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(change, async (patch) => {
        const before = await stored();
        const whole = { ...before, ...patch };
        const form = formFaults(whole);
        const server = await faultsOf(() => updateWebhook(ctx, id, patch as WebhookPatch));
        const known = server.filter((fault) => !fault.endsWith("has no value yet: give one."));
        expect(known).toEqual(form);
        if (server.length > 0) {
          expect(await stored()).toEqual(before);
          return;
        }
        changed++;
        const { active: _, headers, ...meant } = webhookInput.parse(whole);
        const { headers: kept, ...after } = await stored();
        expect(after).toEqual(meant);
        expect(kept?.map(({ name }) => name)).toEqual(headers.map(({ name }) => name));
      }),
      { numRuns: 200 },
    );
    expect(changed).toBeGreaterThan(50);
  });

  it("mean the same when what was parsed is sent again", () => {
    fc.assert(
      fc.property(input, (value) => {
        const once = webhookInput.safeParse(value);
        if (!once.success) return;
        expect(webhookInput.parse(JSON.parse(JSON.stringify(once.data)))).toEqual(once.data);
      }),
    );
  });
});

describe("what only the server can judge", () => {
  const base = { name: "CRM", url: "http://127.0.0.1:8999/hook", subscriptions: ["attendee.*"] };
  const doubling = "{% assign s = 'ab' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}";
  const loop = "{% for a in (1..1000000) %}{% for b in (1..1000000) %}x{% endfor %}{% endfor %}";

  it.each<[Partial<WebhookInput>, string]>([
    [
      { filter: 'event.data.tickettype == "a"' },
      "filter: There is no “tickettype” in event.data. Did you mean “ticket_type”? (column 12)",
    ],
    [
      { filter: "true &&\nevent.data.email" },
      "filter: Both sides of && and || have to be true or false; this is a text. (column 1)",
    ],
    [{ format: "template", template: "{{ event.id " }, "template: "],
    [
      { format: "template", template: "Hello {{ event.id }}" },
      "template: With a sample of attendee.created: The template's output is not valid JSON",
    ],
    [{ format: "template", template: loop }, "template: With a sample of attendee.created: The template "],
    [
      { format: "template", template: doubling },
      "template: With a sample of attendee.created: The template makes too much text",
    ],
    [{ format: "template", template: "{{ event.data | nosuch }}" }, "template: "],
  ])("refuses %j at its field", async (values, fault) => {
    const { ctx } = await createOrg();
    const faults = await faultsOf(() => createWebhook(ctx, { ...base, ...values }));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it("takes a template that gives JSON, or any text where JSON is not promised", async () => {
    const { ctx } = await createOrg();
    const template = '{"text": {{ event.data.email | json }}}';
    await createWebhook(ctx, { ...base, format: "template", template });
    const form = {
      contentType: "application/x-www-form-urlencoded" as const,
      template: "Hello {{ event.id }}",
    };
    const { id } = await createWebhook(ctx, { ...base, format: "template", ...form });
    expect(await faultsOf(() => updateWebhook(ctx, id, { contentType: "application/json" }))).toHaveLength(1);
  });

  it("checks a filter again when the subscriptions change, and not when they do not", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(ctx, { ...base, filter: 'event.data.ticket_type == "VIP"' });
    expect(await faultsOf(() => updateWebhook(ctx, id, { subscriptions: ["calendar_event.*"] }))).toEqual([
      expect.stringContaining("filter: There is no “ticket_type”"),
    ]);
    expect(await faultsOf(() => updateWebhook(ctx, id, { subscriptions: ["*"] }))).toEqual([]);
    expect(await faultsOf(() => updateWebhook(ctx, id, { name: "Renamed" }))).toEqual([]);
  });

  it("counts kept header values into the size of all", async () => {
    const { ctx } = await createOrg();
    const { id } = await createWebhook(ctx, {
      ...base,
      headers: [{ name: "X-A", value: "a".repeat(4_096) }],
    });
    const headers = [
      { name: "X-A", keep: true as const },
      { name: "X-B", value: "b".repeat(4_096) },
    ];
    expect(await faultsOf(() => updateWebhook(ctx, id, { headers }))).toEqual([
      "headers: The headers have more than 8 KB together; many servers refuse that.",
    ]);
  });
});
