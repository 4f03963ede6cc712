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
