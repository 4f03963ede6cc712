import { describe, expect, it } from "vitest";
import { createGroup } from "./group";

function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("createGroup", () => {
  it("writes what arrives together in one flush and answers each item", async () => {
    const flushes: number[][] = [];
    const group = createGroup<number, number>({
      flush: async (items) => {
        flushes.push(items);
        return items.map((n) => n * 2);
      },
      maxWeight: 100,
      concurrency: 2,
      waitMs: 1,
      intervalMs: () => 0,
    });
    expect(await Promise.all([1, 2, 3].map((n) => group.add(n)))).toEqual([2, 4, 6]);
    expect(flushes).toEqual([[1, 2, 3]]);
  });

  it("never has more flushes under way than allowed, nor more weight in one", async () => {
    const { open, opened } = gate();
    let active = 0;
    let most = 0;
    const sizes: number[] = [];
    const group = createGroup<number, number>({
      flush: async (items) => {
        sizes.push(items.length);
        most = Math.max(most, ++active);
        await opened;
        active--;
        return items;
      },
      maxWeight: 10,
      concurrency: 2,
      waitMs: 1,
      intervalMs: () => 0,
    });
    const all = Promise.all(Array.from({ length: 55 }, (_, n) => group.add(n)));
    open();
    await all;
    expect(most).toBe(2);
    expect(Math.max(...sizes)).toBe(10);
    expect(group.pending).toBe(0);
  });

  it("leaves as much time between two flushes as the weight of the last one asks for", async () => {
    const starts: number[] = [];
    const group = createGroup<number, number>({
      flush: async (items) => {
        starts.push(performance.now());
        return items;
      },
      maxWeight: 100,
      concurrency: 2,
      waitMs: 1,
      intervalMs: (lastWeight) => (lastWeight > 1 ? 40 : 0),
    });
    await Promise.all([group.add(1), group.add(2)]);
    await group.add(3);
    await group.add(4);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(starts.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...gaps)).toBeGreaterThanOrEqual(39);
    expect(gaps.at(-1)).toBeLessThan(39);
  });

  it("rejects only the items of the flush that failed", async () => {
    const group = createGroup<string, string>({
      flush: async (items) => {
        if (items.includes("bad")) throw new Error("no");
        return items;
      },
      maxWeight: 1,
      concurrency: 1,
      waitMs: 0,
      intervalMs: () => 0,
    });
    const results = await Promise.allSettled(["a", "bad", "b"].map((item) => group.add(item)));
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    await group.idle();
  });
});
