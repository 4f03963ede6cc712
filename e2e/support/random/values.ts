import fc from "fast-check";
import { oddJson, oddText } from "../../../scripts/test/odd-texts";
import { NOWHERE } from "../webhooks";

/** Ids that exist, by the part of an address before them: `{ webhooks: [own, foreign] }`. */
export type Known = Record<string, string[]>;

/** A text as a part of an address. */
const encode = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const RAW = [
  ..."%00 %00.png a%00b %ff %c0%af .. %2e%2e %2F %5c . ~ * NaN null undefined true -1 0 1 1.5 1e3".split(" "),
  ..."2147483647 2147483648 9007199254740993 1e400 0x10 constructor __proto__ toString [id] {id} ' ; && $(id)".split(
    " ",
  ),
  "%",
  "%zz",
  "a".repeat(5_000),
  "00000000-0000-0000-0000-000000000000",
].map((text) => text.replace(/[^\x21-\x7e]/g, ""));

/** One part of an address: an id that is there, one of another kind, or anything. */
export function addressPart(known: Known, before: string): fc.Arbitrary<string> {
  const all = Object.values(known).flat();
  const own = known[before] ?? all;
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...own) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
    { weight: 2, arbitrary: fc.constantFrom(...RAW) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: oddText.map((text) => encode(text.slice(0, 500)) || "x") },
  );
}

const QUERY_NAMES = [
  ..."search status webhook_id webhookId event_type eventType event_id eventId cursor limit before from to".split(
    " ",
  ),
  ..."range request url callbackUrl error constructor __proto__ toString _rsc x".split(" "),
];

/** A query, the `?` with it, or nothing. */
export function queryOf(known: Known): fc.Arbitrary<string> {
  const value = fc.oneof(
    addressPart(known, ""),
    fc.constantFrom("active", "failed", "succeeded", "24h", "7d", "100", "2026-04-18T09:30:00Z", ""),
  );
  const name = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...QUERY_NAMES) },
    { weight: 1, arbitrary: oddText.map(encode) },
  );
  const pairs = fc.array(fc.tuple(name, value), { maxLength: 3 });
  return pairs.map((list) => (list.length ? `?${list.map((pair) => pair.join("=")).join("&")}` : ""));
}

const WEBHOOK = {
  name: "Random",
  url: NOWHERE,
  subscriptions: ["attendee.*"],
  description: "",
  filter: null,
  template: null,
  targets: [],
  headers: [],
  retry: { kind: "default" },
  failure_rule: { kind: "never" },
  timeout_ms: 1_000,
  rate_limit: null,
  ordered: false,
};
const EVENT = { type: "attendee.deleted", data: {}, changes: {}, time: "2026-04-18T09:30:00Z", id: "random" };

/** Something right with one place changed. */
const mutated = (whole: object): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...Object.keys(whole)), fc.oneof(oddJson, oddText))
    .map(([key, value]) => ({ ...whole, [key]: value }));

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

const json = (value: fc.Arbitrary<unknown>) => value.map((input) => Buffer.from(JSON.stringify(input)));

/** The bytes of a body. */
export const body: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: json(mutated(WEBHOOK)) },
  { weight: 4, arbitrary: json(mutated(EVENT)) },
  { weight: 4, arbitrary: json(oddJson) },
  { weight: 1, arbitrary: json(fc.array(mutated(EVENT), { maxLength: 5 })) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        "",
        "{",
        "[]",
        "null",
        '"\\ud83d"',
        '{"name":"\\u0000"}',
        '{"__proto__":{"name":1}}',
        "a=1&b=%00",
        "email=a%40b.example&password=%00&json=true",
        nested(20_000, "[", "]"),
        nested(20_000, '{"a":', "}"),
        `{"data":${nested(3_000, "[", "]")},"type":"attendee.deleted"}`,
        "x".repeat(300_000),
      )
      .map((text) => Buffer.from(text)),
  },
);
