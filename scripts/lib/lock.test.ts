import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tryLock, withLock } from "./lock.mjs";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hookyard-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("one holds it, the other hears who does, and after the release it is free", async () => {
  const path = join(folder, "deep/lock");
  const first = await tryLock(path);
  if (!("release" in first)) throw new Error("the lock was free");
  expect(await tryLock(path)).toMatchObject({ holder: { pid: process.pid } });
  await first.release();
  expect(await tryLock(path)).toHaveProperty("release");
});

test.each([
  ["of a process that is gone", JSON.stringify({ pid: 2 ** 30, identity: "long ago" })],
  [
    "of an earlier process with a living one's number",
    JSON.stringify({ pid: process.pid, identity: "earlier" }),
  ],
  ["that was never finished", "{"],
])("a lock %s does not count", async (_, text) => {
  const path = join(folder, "lock");
  await writeFile(path, text);
  expect(await tryLock(path)).toHaveProperty("release");
});

test("work under one lock happens one at a time", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock(join(folder, "lock"), work)));
  expect(most).toBe(1);
});
