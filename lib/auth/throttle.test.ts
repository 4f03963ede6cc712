import { expect, test } from "vitest";
import { createThrottle } from "./throttle";

function setup() {
  const clock = { now: 0 };
  const throttle = createThrottle({ max: 2, windowMs: 1_000 }, () => clock.now, 3);
  return { clock, throttle };
}

test("after its failures a key must wait until the window is over", () => {
  const { clock, throttle } = setup();
  throttle.fail("a");
  expect(throttle.blocked("a")).toBe(false);
  throttle.fail("a");
  expect(throttle.blocked("a")).toBe(true);
  expect(throttle.blocked("b")).toBe(false);
  clock.now = 1_000;
  expect(throttle.blocked("a")).toBe(false);
  throttle.fail("a");
  expect(throttle.blocked("a")).toBe(false);
});

test("a success clears the count", () => {
  const { throttle } = setup();
  throttle.fail("a");
  throttle.forget("a");
  throttle.fail("a");
  expect(throttle.blocked("a")).toBe(false);
});

test("it keeps no more keys than it may: the oldest goes", () => {
  const { throttle } = setup();
  for (const key of ["a", "a", "b", "c", "d", "d"]) throttle.fail(key);
  expect(throttle.blocked("a")).toBe(false);
  expect(throttle.blocked("d")).toBe(true);
});
