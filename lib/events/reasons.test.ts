import { expect, test } from "vitest";
import { matchable } from "@/lib/matching/match";
import { type EventFacts, type PassedOver, whyNot } from "./reasons";

const came = new Date("2026-11-22T12:00:00Z");
const later = new Date("2026-11-22T13:00:00Z");
const before = new Date("2026-11-01T00:00:00Z");

const content = matchable({
  id: "01HZY3V8K2Q4W6E8R0T2Y4V6K8",
  type: "attendee.created",
  dataText: '{"ticket_type":"Visitor","language":"en"}',
  changesText: null,
  occurredAt: came,
});
const webhook: PassedOver = {
  id: "w1",
  subscriptions: ["attendee.*"],
  targets: [],
  filter: null,
  status: "active",
  statusChangedAt: before,
  createdAt: before,
  updatedAt: before,
};
const event: EventFacts = { createdAt: came, testWebhookId: null, dataEndpointId: null };
const why = (changes: Partial<PassedOver>, facts: Partial<EventFacts> = {}, now = later) =>
  whyNot({ ...webhook, ...changes }, content, { ...event, ...facts }, now);

test.each([
  ["not subscribed", why({ subscriptions: ["user.*"] }), "Not subscribed to attendee.created."],
  ["another's test", why({}, { testWebhookId: "w2" }), "This is a test event of another webhook."],
  ["made later", why({ createdAt: later }), "The webhook was created after this event."],
  ["off then and now", why({ status: "inactive" }), "The webhook was inactive then."],
  ["off now", why({ status: "disabled", statusChangedAt: later }), "The webhook is disabled."],
  ["too young to say", why({}, {}, new Date(came.getTime() + 2_000)), "It is on its way."],
  ["nothing left of it", why({}), "Its job is older than what is kept."],
])("%s", (_, said, expected) => expect(said).toBe(expected));

test("activated since: it says when", () => {
  expect(why({ statusChangedAt: later })).toContain("it was activated on 22 Nov 2026, 13:00:00 UTC");
});

test("target attendees and filter speak for themselves", () => {
  expect(why({ targets: [{ field: "ticket_type", values: ["Sponsor"] }] })).toMatch(/ticket type/i);
  expect(why({ filter: 'event.data.language == "de"' })).toMatch(/filter/i);
});

test("a data endpoint is meant whatever it subscribes to", () => {
  expect(why({ subscriptions: ["user.*"] }, { dataEndpointId: "w1" })).toBe(
    "Its job is older than what is kept.",
  );
});

test("settings of today that did not match then are not blamed on the event", () => {
  expect(why({ updatedAt: later })).toContain("have changed since then");
});
