import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TargetCondition } from "@/db/types";
import { matchTargets, targetWhy } from "./targets";

const attendee = {
  ticket_type: "Visitor",
  attendee_type: "Speaker",
  language: "pt-BR",
  custom_fields: { company: "ACME", seats: 3, vip: false, note: "" },
};
const ticket = (...values: (string | null)[]): TargetCondition => ({ field: "ticket_type", values });
const custom = (key: string, ...values: (string | null)[]): TargetCondition => ({
  field: "custom",
  key,
  values,
});

describe("matchTargets", () => {
  it.each<[boolean, TargetCondition[], unknown]>([
    [true, [], attendee],
    [true, [ticket("Sponsor", "Visitor")], attendee],
    [false, [ticket("Sponsor")], attendee],
    [false, [ticket("visitor")], attendee],
    [true, [ticket(null)], { ...attendee, ticket_type: null }],
    [true, [ticket("Sponsor", null)], { ...attendee, ticket_type: "" }],
    [true, [ticket(null)], {}],
    [false, [ticket(null)], attendee],
    [true, [{ field: "language", values: ["PT-br"] }], attendee],
    [true, [ticket("Visitor"), { field: "attendee_type", values: ["Speaker"] }], attendee],
    [false, [ticket("Visitor"), { field: "attendee_type", values: ["Guest"] }], attendee],
    [true, [custom("company", "ACME"), custom("seats", "3"), custom("vip", "false")], attendee],
    [true, [custom("note", null), custom("missing", null)], attendee],
    [false, [custom("toString", "x")], attendee],
    [true, [custom("company", null)], { custom_fields: null }],
    [false, [ticket("Sponsor")], null],
  ])("is %s for %j", (matches, conditions, data) => {
    expect(matchTargets(conditions, data).matches).toBe(matches);
  });

  it("is all of the fields and any of the values", () => {
    const value = fc.constantFrom("a", "b", "c", null);
    const condition = fc.record({
      field: fc.constantFrom("ticket_type" as const, "attendee_type" as const),
      values: fc.array(value, { minLength: 1 }),
    });
    const data = fc.record({ ticket_type: value, attendee_type: value });
    fc.assert(
      fc.property(fc.array(condition), data, (conditions, attendee) => {
        const { matches, decided } = matchTargets(conditions, attendee);
        expect(matches).toBe(conditions.every((c) => c.values.includes(attendee[c.field])));
        expect(decided.map((one) => one.value)).toEqual(conditions.map((c) => attendee[c.field]));
      }),
    );
  });
});

describe("targetWhy", () => {
  const why = (...conditions: TargetCondition[]) => targetWhy(matchTargets(conditions, attendee));

  it("says what was met and what was wanted", () => {
    expect(why(ticket("Sponsor"))).toBe("Ticket type is “Visitor”, and the webhook wants “Sponsor”.");
    expect(why(ticket("a", null))).toBe("Ticket type is “Visitor”, and the webhook wants “a” or no ticket.");
    expect(why(ticket("a", "b", "c", "d", "e"))).toMatch(/“a”, “b”, “c” or 2 more\.$/);
    expect(why(custom("company", "x"))).toBe("Custom field “company” is “ACME”, and the webhook wants “x”.");
    expect(why(custom("size", "M"))).toBe(
      "There is nothing in custom field “size”, and the webhook wants “M”.",
    );
    expect(targetWhy(matchTargets([ticket("Sponsor")], {}))).toBe(
      "There is no ticket, and the webhook wants “Sponsor”.",
    );
  });
});
