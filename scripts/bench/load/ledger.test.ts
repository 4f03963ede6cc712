import { describe, expect, test } from "vitest";
import { createLedger, fingerprint } from "./ledger.mjs";

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("ledger", () => {
  test("tells the first of each event and webhook from what comes again", () => {
    const ledger = createLedger({ width: 3, base: 40 });
    ledger.mark(0, 40, "msg_a_40");
    ledger.mark(0, 41, "msg_a_41");
    ledger.mark(0, 41, "msg_a_41");
    ledger.mark(1, 42, "msg_b_42");
    expect(ledger.counts).toEqual({ received: 3, duplicated: 1, doubled: 0 });
    expect(ledger.examples.duplicated).toEqual(["msg_a_41"]);
    expect(ledger.has(1, 42)).toBe(true);
    expect(ledger.missing(2)).toEqual({
      count: 3,
      some: [
        { slot: 0, webhook: 42 },
        { slot: 1, webhook: 40 },
        { slot: 1, webhook: 41 },
      ],
    });
  });

  test("tells an event that was taken in twice: another id for the same event", () => {
    const ledger = createLedger({ width: 1, base: 0 });
    ledger.mark(5, 0, "msg_a_0");
    ledger.mark(5, 0, "msg_b_0");
    expect(ledger.counts).toEqual({ received: 1, duplicated: 0, doubled: 1 });
  });

  test("with a width of one takes an event from whichever webhook", () => {
    const ledger = createLedger({ width: 1, base: 100 });
    for (const slot of range(1_000)) ledger.mark(slot, 100 + (slot % 50), `msg_${slot}`);
    expect(ledger.missing(1_000).count).toBe(0);
    expect(ledger.missing(1_001)).toMatchObject({ count: 1, some: [{ slot: 1_000 }] });
  });

  test("grows with what comes, in any order", () => {
    const ledger = createLedger({ width: 10, base: 0 });
    for (const slot of range(20_000).reverse())
      for (const webhook of range(10)) ledger.mark(slot, webhook, `${slot}`);
    expect(ledger.counts).toEqual({ received: 200_000, duplicated: 0, doubled: 0 });
    expect(ledger.missing(20_000).count).toBe(0);
  });
});

test("fingerprints differ where texts do, and are never 0", () => {
  const prints = new Set(range(1_000).map((index) => fingerprint(`msg_01ABC_${index}`)));
  expect(prints.size).toBe(1_000);
  expect(fingerprint("")).toBeGreaterThan(0);
});
