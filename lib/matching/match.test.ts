import { describe, expect, it } from "vitest";
import { type MatchSettings, matchable, matchWebhook } from "./match";

const event = (dataText: string, changesText: string | null = null) =>
  matchable({
    id: "01KQ",
    type: "attendee.created",
    dataText,
    changesText,
    occurredAt: new Date("2026-04-18T09:30:00Z"),
  });
const webhook = (values: Partial<MatchSettings> = {}): MatchSettings => ({
  subscriptions: ["attendee.*"],
  targets: [],
  filter: null,
  ...values,
});
const visitor = '{"ticket_type":"Visitor","seats":2}';
const targets: MatchSettings["targets"] = [{ field: "ticket_type", values: ["Sponsor"] }];

describe("matchWebhook", () => {
  it.each<[Partial<MatchSettings>, string]>([
    [{ subscriptions: ["contact.*"] }, "Not subscribed to attendee.created."],
    [{ targets }, "Ticket type is “Visitor”, and the webhook wants “Sponsor”."],
    [{ filter: "event.data.seats > 2" }, "The filter is false."],
    [{ filter: "event.data.rows > 2" }, "The filter could not be decided. There is no “rows” in event.data."],
    [{ targets, filter: "true" }, "Ticket type is “Visitor”, and the webhook wants “Sponsor”."],
  ])("says why %j does not get it", (values, why) => {
    expect(matchWebhook(webhook(values), event(visitor))).toEqual({ matches: false, why });
  });

  it("lets through what all of the settings let through", () => {
    const values = {
      targets: [{ field: "ticket_type" as const, values: ["Visitor"] }],
      filter: "event.data.seats == 2 && event.changes.seats[0] == 1 && event.time.getFullYear() == 2026",
    };
    expect(matchWebhook(webhook(values), event(visitor, '{"seats":[1,2]}'))).toEqual({ matches: true });
  });

  it("parses the data once, and not at all where nobody looks into it", () => {
    const broken = event("{ not json");
    expect(matchWebhook(webhook(), broken)).toEqual({ matches: true });
    expect(matchWebhook(webhook({ subscriptions: ["a.*"], filter: "true" }), broken).matches).toBe(false);
    const once = event(visitor);
    expect(once.parsed).toBe(once.parsed);
  });
});
