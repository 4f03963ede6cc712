import { describe, expect, test } from "vitest";
import { actionWords, changeWords } from "./history-words";

test("what is known is said in words, what is not by its name", () => {
  expect(actionWords("webhook.activated")).toBe("activated the webhook");
  expect(actionWords("webhook.sung_to")).toBe("sung to");
});

describe("a change, field by field", () => {
  const said = (field: string, before: unknown, after: unknown) =>
    changeWords({ [field]: [before, after] })[0];

  test("a plain value", () => {
    expect(said("name", "CRM", "CRM 2")).toEqual({ label: "Name", before: "CRM", after: "CRM 2" });
    expect(said("description", "", "For sales")).toEqual({
      label: "Description",
      before: null,
      after: "For sales",
    });
  });

  test("of a list only what went and what came", () => {
    expect(said("subscriptions", ["a.b", "c.*"], ["c.*", "d.e"])).toEqual({
      label: "Subscriptions",
      before: "a.b",
      after: "+ d.e",
    });
    expect(said("headers", ["A", "B"], ["B", "A"])).toEqual({
      label: "Headers",
      before: "A, B",
      after: "B, A",
    });
  });

  test("settings in the words of the screen", () => {
    expect(said("timeoutMs", 15_000, 2_000)?.after).toBe("2 s");
    expect(said("retry", { kind: "default" }, { kind: "custom", delaysSeconds: [5, 60] })).toEqual({
      label: "Retries",
      before: "3 tries, 30 s apart",
      after: "Own schedule: 5 s, 1 min",
    });
    expect(said("failureRule", { kind: "first" }, { kind: "in_a_row", count: 5 })?.after).toBe(
      "After 5 failed jobs in a row",
    );
    expect(said("rateLimit", null, 20)).toMatchObject({ before: null, after: "20 requests per second" });
    expect(said("ordered", false, true)).toMatchObject({ before: "Off", after: "On" });
    const sponsors = [{ field: "ticket_type", values: ["Sponsor", null] }];
    expect(said("targets", [], sponsors)).toMatchObject({
      before: null,
      after: "Ticket type is Sponsor or no ticket",
    });
  });

  test("a field nobody foresaw", () => {
    expect(said("overlapDays", null, 2)).toEqual({ label: "Overlap days", before: null, after: "2" });
  });
});
