import { expect, it } from "vitest";
import { createYoungCount } from "./young";

it("counts what is under way until it is over or has grown old, each once", () => {
  const young = createYoungCount(500);
  const endFirst = young.begin(0);
  const endSecond = young.begin(100);
  young.begin(400);
  expect(young.count).toBe(3);
  endFirst();
  endFirst();
  expect(young.count).toBe(2);
  young.age(700);
  expect(young.count).toBe(1);
  endSecond();
  expect(young.count).toBe(1);
  young.age(5_000);
  expect(young.count).toBe(0);
});
