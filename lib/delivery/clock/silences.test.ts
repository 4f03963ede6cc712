import { describe, expect, it } from "vitest";
import type { Outcome } from "../delivery";
import type { DeliveryWebhook } from "../webhook";
import { createPaces } from "./paces";
import { createSilences, isSilent } from "./silences";

describe("a receiver that does not answer", () => {
  it("is left alone after ten requests in a row, for twice as long each time, at most half a minute", () => {
    const silences = createSilences();
    const waits = Array.from({ length: 17 }, (_, index) => silences.unanswered("a", index));
    expect(waits.slice(0, 9)).toEqual(Array(9).fill(0));
    expect(waits.slice(9)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(silences.isLong("a")).toBe(true);
    expect(silences.isLong("b")).toBe(false);
  });

  it("begins anew with each answer, whatever it says", () => {
    const silences = createSilences();
    for (let n = 0; n < 9; n++) silences.unanswered("a", n);
    silences.answered("a");
    expect(silences.unanswered("a", 10)).toBe(0);
    expect(silences.isLong("a")).toBe(false);
  });

  it("is another thing than what we refuse, or what it says", () => {
    for (const each of ["timeout", "refused", "reset", "dns"]) expect(isSilent(each)).toBe(true);
    for (const each of ["address_refused", "template", "status", "redirect", null])
      expect(isSilent(each)).toBe(false);
  });
});

describe("its webhook", () => {
  const webhook = {
    id: "w",
    url: "https://example.org/",
    resumeAt: null,
    rateLimit: null,
    format: "envelope",
  } as DeliveryWebhook;
  const outcome = (status: number | undefined) =>
    ({
      delivery: { webhook },
      exchange: { status },
      errorClass: status === undefined ? "refused" : null,
      asks: null,
    }) as unknown as Outcome;

  it("is asked by one request at a time, and goes slowly at first when it answers", () => {
    let now = 0;
    const paces = createPaces(() => now);
    for (let n = 0; n < 9; n++) expect(paces.learn(outcome(undefined), now)).toBeNull();
    expect(paces.perSecond(webhook)).toBeNull();
    expect(paces.learn(outcome(undefined), now)).toEqual({ forMs: 1_000, status: null });
    // Those that were under way with it say nothing more.
    for (let n = 0; n < 6; n++) expect(paces.learn(outcome(undefined), now)).toBeNull();
    expect(paces.isPaused(webhook)).toBe(true);
    now = 1_000;
    expect(paces.isPaused(webhook)).toBe(false);
    expect(paces.isProbed(webhook)).toBe(true);
    expect(paces.learn(outcome(undefined), now)).toEqual({ forMs: 2_000, status: null });
    now = 3_000;
    expect(paces.learn(outcome(200), now)).toBeNull();
    expect(paces.isProbed(webhook)).toBe(false);
    const rates = Array.from({ length: 12 }, () => {
      const rate = paces.perSecond(webhook) ?? 0;
      now += 1_000 / rate;
      paces.learn(outcome(200), now);
      return rate;
    });
    expect(rates[0]).toBe(2);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
    for (let n = 0; n < 2_000; n++) paces.learn(outcome(200), now);
    expect(paces.perSecond(webhook)).toBeNull();
  });

  it("is not slowed by answers that are no success", () => {
    const paces = createPaces(() => 0);
    for (let n = 0; n < 50; n++) expect(paces.learn(outcome(n % 10 === 0 ? 500 : undefined), 0)).toBeNull();
    expect(paces.perSecond(webhook)).toBeNull();
  });
});
