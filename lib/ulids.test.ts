import { decodeTime } from "ulid";
import { expect, test } from "vitest";
import { createUlids } from "./ulids";

test("ids sort in the order in which they were made, and are each one's own", () => {
  const before = Date.now();
  const make = createUlids();
  const ids = Array.from({ length: 20_000 }, make);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
  expect(decodeTime(ids[0] as string)).toBeGreaterThanOrEqual(before);
});

test("two makers have nothing in common but the time, and each letter comes about as often", () => {
  const counts = new Map<string, number>();
  for (let index = 0; index < 2_000; index++) {
    const [one, other] = [createUlids()(), createUlids()()];
    expect(one.slice(10)).not.toBe(other.slice(10));
    for (const letter of one.slice(10)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(counts.size).toBe(32);
  for (const count of counts.values()) expect(count).toBeGreaterThan(800);
});
