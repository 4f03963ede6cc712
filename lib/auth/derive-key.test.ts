import { randomBytes, scryptSync } from "node:crypto";
import { lookup } from "node:dns/promises";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { deriveKey } from "./derive-key";

// A third of a second each, on a machine with nothing else to do.
vi.setConfig({ testTimeout: 60_000 });

const options = { N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 26 };

test("it is scrypt", async () => {
  const salt = randomBytes(16);
  const small = { ...options, N: 2 ** 10 };
  expect(await deriveKey("correct horse", salt, 32, small)).toEqual(
    scryptSync("correct horse", salt, 32, small),
  );
});

test("it fails where scrypt does", async () => {
  await expect(deriveKey("x", randomBytes(16), 32, { N: 3 })).rejects.toThrow();
});

test("it leaves the threads of the process to others", async () => {
  let ended = 0;
  const derived = Array.from({ length: 4 }, () =>
    deriveKey("x", randomBytes(16), 32, options).finally(() => {
      ended++;
    }),
  );
  // A name's look-up takes one of libuv's four threads: it would wait for the first of them.
  await lookup("localhost");
  expect(ended).toBe(0);
  await Promise.all(derived);
});

test.runIf(process.platform === "linux")("on Linux its thread steps back for others, alone", async () => {
  const derived = deriveKey("x", randomBytes(16), 32, options);
  const seen = new Set<number>();
  let done = false;
  void derived.finally(() => {
    done = true;
  });
  while (!done) {
    for (const nice of threadNiceness()) seen.add(nice);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await derived;
  expect([...seen].sort((a, b) => a - b)).toEqual([ownNiceness(), ownNiceness() + 3]);
});

/** The niceness is the 19th field of a thread's `stat`; its second, the name, is in brackets. */
const nicenessIn = (stat: string) => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);

const ownNiceness = () => nicenessIn(readFileSync("/proc/self/stat", "utf8"));

function threadNiceness(): number[] {
  return readdirSync("/proc/self/task").flatMap((id) => {
    try {
      return [nicenessIn(readFileSync(`/proc/self/task/${id}/stat`, "utf8"))];
    } catch {
      return [];
    }
  });
}
