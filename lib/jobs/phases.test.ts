import { expect, it } from "vitest";
import { phasesOf } from "./phases";

const names = (timings: Parameters<typeof phasesOf>[0]) =>
  phasesOf(timings).map(({ name, ms }) => `${name} ${ms}`);

it("draws a new connection's phases", () => {
  const timings = { dnsMs: 5, connectMs: 10, tlsMs: 15, firstByteMs: 90, totalMs: 100 };
  expect(names(timings)).toEqual(["DNS 5", "Connect 10", "TLS 15", "Wait 60", "Read 10"]);
  expect(phasesOf(timings).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

it("draws a kept-alive connection's", () => {
  expect(names({ firstByteMs: 8, totalMs: 9 })).toEqual(["Wait 8", "Read 1"]);
});

it("counts what is left as waiting when nothing came back", () => {
  expect(names({ dnsMs: 2, connectMs: 3, totalMs: 15_000 })).toEqual(["DNS 2", "Connect 3", "Wait 14995"]);
});

it("draws nothing where nothing was sent", () => {
  expect(phasesOf({ totalMs: 0 })).toEqual([]);
});
