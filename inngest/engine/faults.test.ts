import { expect, test, vi } from "vitest";
import { errorText, limitRepeats } from "./faults";

test("the same fault is passed on once in a while, another one at once", () => {
  let time = 0;
  const log = vi.fn();
  const report = limitRepeats(log, 1000, () => time);
  report("away", "a");
  report("away", "b");
  report("broken", "c");
  time = 1000;
  report("away", "d");
  expect(log.mock.calls).toEqual([
    ["away", "a"],
    ["broken", "c"],
    ["away", "d"],
  ]);
});

test("errorText finds words for any error", () => {
  expect(errorText(new Error("gone"))).toBe("gone");
  expect(errorText(Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }))).toBe("ECONNREFUSED");
  expect(errorText("plain")).toBe("plain");
  expect(errorText({ message: "serialised", stack: "long" })).toBe("serialised");
  expect(errorText({})).toBe("unknown");
});

test("errorText leaves out the values of a failed query", () => {
  const error = new Error("Failed query: select $1\nparams: secret", { cause: new Error("no such table") });
  expect(errorText(error)).toBe("no such table");
  expect(errorText({ message: "Failed query: select $1\nparams: secret" })).toBe("Failed query: select $1");
});
