import { expect, it } from "vitest";
import { snake, toCamel, toSnake } from "./case";

it("spells keys for the API and back, and leaves values alone", () => {
  const settings = {
    retry: { kind: "custom", delaysSeconds: [5] },
    headers: [{ name: "X-Some_Name", value: "aB_c" }],
    rateLimit: null,
  };
  expect(toSnake(settings)).toEqual({
    retry: { kind: "custom", delays_seconds: [5] },
    headers: [{ name: "X-Some_Name", value: "aB_c" }],
    rate_limit: null,
  });
  expect(toCamel(toSnake(settings))).toEqual(settings);
  expect(snake("retry.delaysSeconds.1")).toBe("retry.delays_seconds.1");
});

it("does not take the code's own spelling from a caller", () => {
  expect(toCamel({ rateLimit: 5 })).not.toHaveProperty("rateLimit");
});

it("loses no key, whatever it is called, so that it can be refused", () => {
  const body: unknown = JSON.parse('{"__proto__":{"rate_limit":5},"constructor":1}');
  expect(Object.keys(toCamel(body) as object)).toHaveLength(2);
  expect(toCamel(body)).not.toHaveProperty("rateLimit");
  expect(JSON.stringify(toSnake(body))).toBe(JSON.stringify(body));
});
