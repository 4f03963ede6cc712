import { expect, test } from "vitest";
import { cameBy } from "./forwarded";

test("what is forwarded counts from a proxy of ours alone, and of that what it added itself", () => {
  const headers = {
    host: "inside:3000",
    "x-forwarded-host": "evil.example, hooks.example.org",
    "x-forwarded-proto": "http, https",
  };
  expect(cameBy(headers, false)).toEqual({ host: "inside:3000", proto: undefined });
  expect(cameBy(headers, true)).toEqual({ host: "hooks.example.org", proto: "https" });
  expect(cameBy({ host: "a", "x-forwarded-proto": "gopher" }, true)).toEqual({ host: "a", proto: undefined });
  expect(cameBy({}, true)).toEqual({ host: undefined, proto: undefined });
});
