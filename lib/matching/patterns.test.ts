import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coveredTypes, matchesPattern, nearestNames, objectOf, patternProblem } from "./patterns";

const known = [
  "contact.created",
  "contact.activated",
  "contact.group.added",
  "membership.created",
  "attendee.created",
];
const segment = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const type = fc.array(segment, { minLength: 2, maxLength: 5 }).map((segments) => segments.join("."));

describe("matchesPattern", () => {
  it("takes * in place of the last segments", () => {
    expect(matchesPattern("contact.*", "contact.activated")).toBe(true);
    expect(matchesPattern("contact.*", "contact.group.added")).toBe(true);
    expect(matchesPattern("contact.group.*", "contact.activated")).toBe(false);
    expect(matchesPattern("contact.*", "contacts.created")).toBe(false);
    expect(matchesPattern("contact.*", "contact")).toBe(false);
  });

  it("covers every type by *, itself, and every one of its prefixes", () => {
    fc.assert(
      fc.property(type, (name) => {
        const segments = name.split(".");
        expect(matchesPattern("*", name)).toBe(true);
        expect(matchesPattern(name, name)).toBe(true);
        for (let n = 1; n < segments.length; n++) {
          expect(matchesPattern(`${segments.slice(0, n).join(".")}.*`, name)).toBe(true);
        }
      }),
    );
  });

  it("never covers a type of another first segment", () => {
    fc.assert(
      fc.property(type, segment, (name, other) => {
        fc.pre(name.split(".")[0] !== other);
        expect(matchesPattern(`${other}.*`, name)).toBe(false);
      }),
    );
  });
});

describe("patternProblem", () => {
  it("accepts what matches a known type", () => {
    for (const pattern of ["*", "contact.*", "contact.group.*", "contact.created"]) {
      expect(patternProblem(pattern, known)).toBeNull();
    }
  });

  it("refuses a pattern that matches nothing, with the nearest names", () => {
    expect(patternProblem("contact.createt", known)).toContain("contact.created");
    expect(patternProblem("contcat.*", known)).toContain("contact.*");
    expect(patternProblem("zebra.galloped", known)).toBe('No event type matches "zebra.galloped".');
  });

  it("refuses a * that is not last, and words that are not names", () => {
    expect(patternProblem("*.created", known)).toContain("last segments");
    expect(patternProblem("con*", known)).toContain("last segments");
    expect(patternProblem("Contact Created", known)).toContain("lower-case");
  });
});

it("lists what patterns cover today, and near names closest first", () => {
  expect(coveredTypes(["contact.*"], known)).toEqual([
    "contact.created",
    "contact.activated",
    "contact.group.added",
  ]);
  expect(nearestNames("attendee.create", known)[0]).toBe("attendee.created");
});

it("names the object of an event type", () => {
  expect(objectOf("contact.group.added")).toBe("contact");
  expect(objectOf("datastore_form.created")).toBe("datastore_form");
});

it("suggests in a moment, however many names there are and however long they are", () => {
  const many = Array.from({ length: 20_000 }, (_, n) => `order.${"x".repeat(200)}${n}`);
  const { user } = process.cpuUsage();
  nearestNames("order.line.created", many);
  nearestNames(`order.${"x".repeat(250_000)}`, many);
  expect(process.cpuUsage().user - user).toBeLessThan(500_000);
  expect(nearestNames("order.paied", ["order.paid", ...many])).toEqual(["order.paid"]);
});
