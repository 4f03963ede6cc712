import { describe, expect, it } from "vitest";
import { patternsIn, refusedPattern } from "./written-patterns";

const known = ["attendee.created", "contact.created"];

describe("patterns that are being written", () => {
  it("stand apart by spaces and commas", () => {
    expect(patternsIn(" attendee.*, contact.created\n* ")).toEqual(["attendee.*", "contact.created", "*"]);
    expect(patternsIn(" , ")).toEqual([]);
  });

  it("are refused by the first that matches nothing", () => {
    expect(refusedPattern("attendee.*, contact.created", known)).toBeNull();
    expect(refusedPattern("", known)).toBeNull();
    expect(refusedPattern("contact.*, atendee.*, con", known)).toEqual({
      pattern: "atendee.*",
      message: expect.stringContaining("Did you mean attendee.*"),
    });
  });
});
