import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createDatabase, type TestDatabase } from "@/scripts/test/fixtures";
import { createPump, type Pump } from "./pump";

let database: TestDatabase;
let pump: Pump | undefined;
beforeAll(async () => {
  database = await createDatabase();
});
afterEach(() => pump?.stop());
afterAll(() => database.drop());

const nothing = { batches: 0, events: 0 };
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 });

/** Starts a pump whose turns are those given, and then find nothing; answers how many there were. */
function startPump(turns: (() => Promise<typeof nothing>)[], options: { canTakeMore?: () => boolean } = {}) {
  const faults: string[] = [];
  let calls = 0;
  pump = createPump({
    url: database.url,
    pump: () => turns[calls++]?.() ?? Promise.resolve(nothing),
    canTakeMore: options.canTakeMore ?? (() => true),
    onFault: (what) => faults.push(what),
    pollMs: 30,
  });
  pump.start();
  return { calls: () => calls, faults };
}

test("goes on as long as there is something, then looks again now and then without being told", async () => {
  const { calls } = startPump(Array(5).fill(async () => ({ batches: 1, events: 1 })));
  await eventually(() => expect(calls()).toBeGreaterThan(8));
});

test("looks again after a turn that took longer than the time between two looks", async () => {
  let end = () => {};
  const slow = new Promise<typeof nothing>((resolve) => {
    end = () => resolve(nothing);
  });
  const { calls } = startPump([() => slow]);
  setTimeout(end, 150);
  await eventually(() => expect(calls()).toBeGreaterThan(4));
});

test("tries again after a fault, and when there was no room", async () => {
  let room = false;
  const fault = () => Promise.reject(new Error("away"));
  const { calls, faults } = startPump([fault, fault], { canTakeMore: () => room });
  await eventually(() => expect(calls()).toBe(0));
  room = true;
  await eventually(() => expect(calls()).toBeGreaterThan(4));
  expect(faults).toHaveLength(2);
});
