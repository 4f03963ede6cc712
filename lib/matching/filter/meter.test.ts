import { describe, expect, it } from "vitest";
import { compileFilter, evaluateFilter } from "../filter";
import { shapeOf } from "./shapes";

const keys = (last: number) => ({
  ...Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])),
  last,
});
/** Each about as large as an event can be. */
const DATA = {
  text: "a".repeat(250_000),
  spaces: " ".repeat(250_000),
  digits: "1".repeat(250_000),
  hay: "a".repeat(125_000),
  needle: `${"a".repeat(30_000)}b${"a".repeat(30_000)}`,
  list: Array.from({ length: 60_000 }, (_, n) => n % 10),
  like: Array.from({ length: 60_000 }, (_, n) => n % 10),
  map: keys(1),
  other: keys(2),
};
const MAX_CPU_MICROSECONDS = 400_000;

const decide = (expression: string, data: unknown = DATA) =>
  evaluateFilter(
    compileFilter(expression),
    { id: "01KQ", type: "a.b", object: "a", data, changes: {}, time: new Date(0) },
    256_000,
  );

/** As many of a condition as a filter can hold, none of which is decided by another. */
function many(condition: string): string {
  const count = Math.min(20, Math.floor(1_900 / (condition.length + 6)));
  const tree = (size: number): string =>
    size <= 1 ? condition : `(${tree(size >> 1)}||${tree(size - (size >> 1))})`;
  return tree(count);
}
const often = (condition: string) => `[${Array(150).fill("1").join()}].all(x, ${condition} || true)`;

describe("a filter made to harm is over soon", () => {
  it.each([
    ...[many, often].flatMap((around) => [
      around("event.data.hay.contains(event.data.needle)"),
      around("event.data.hay.indexOf(event.data.needle) == 1"),
      around("event.data.hay.lastIndexOf(event.data.needle) == 1"),
      around("event.data.text.contains('aaaaaab')"),
      around("event.data.text.size() == 3"),
      around("event.data.spaces.trim() == 'x'"),
      around("double(event.data.digits) == 1.0"),
      around("event.data.map == event.data.other"),
      around("event.data.list == event.data.like"),
      around("12 in event.data.list"),
      around("size(event.data.map) == 1"),
      around("event.data.text.matches('(a{1,15}){1}b')"),
    ]),
    "event.data.list.exists(x, event.data.list.exists(y, x == 99))",
  ])("%s", (expression) => {
    expect("program" in compileFilter(expression)).toBe(true);
    const { user } = process.cpuUsage();
    decide(expression);
    expect(process.cpuUsage().user - user).toBeLessThan(MAX_CPU_MICROSECONDS);
  });
});

it("an ordinary one is decided, also of a large event", () => {
  const data = { ...DATA, note: "Gate 4 is closed", user: { name: "Ada", tags: ["a", "b"] } };
  for (const expression of [
    "event.data.note.contains('closed')",
    "event.data.text.contains('aaa')",
    "event.data.user == event.data.user",
    "event.data.user.tags.all(t, t in ['a', 'b'])",
    "size(event.data.list) == 60000",
  ]) {
    expect({ expression, ...decide(expression, data) }).toEqual({ expression, matches: true });
  }
});

it("the shape of a schema that refers to itself many times is read in a moment", () => {
  const again = Array.from({ length: 50 }, () => ({ $ref: "#" }));
  const { user } = process.cpuUsage();
  shapeOf({ properties: { a: { anyOf: again }, b: { allOf: again } } });
  expect(process.cpuUsage().user - user).toBeLessThan(MAX_CPU_MICROSECONDS);
});
