import { afterAll, expect, test, vi } from "vitest";
import { closeDb } from "@/db/client";
import { AppError } from "@/lib/errors";
import { createOrg } from "@/scripts/test/fixtures";
import { deviceFor } from "./device";
import { setPassword } from "./set-password";
import { OPERATOR } from "./turns";
import { verifyCredentials } from "./verify-credentials";

// A third of a second each, on a machine with nothing else to do.
vi.setConfig({ testTimeout: 120_000 });
afterAll(closeDb);

const PASSWORD = "correct horse battery";

async function account() {
  const { user } = await createOrg();
  await setPassword(user.id, PASSWORD, OPERATOR, { kind: "system", id: null, name: "Test" });
  return user.email;
}

/** How each of many tries that were made at once ended. */
async function guessTogether(email: string, addresses: string[]) {
  const tries = addresses.map((address) => verifyCredentials({ email, password: "wrong" }, { address }));
  const ends = await Promise.allSettled(tries);
  const ended = ends.map((end) => {
    if (end.status === "fulfilled") return end.value === null ? "wrong" : "right";
    return end.reason instanceof AppError ? end.reason.code : "fault";
  });
  return { count: (what: string) => ended.filter((each) => each === what).length };
}

test("of sixty tries at once from one address a handful are looked at, and its owner gets in meanwhile", async () => {
  const email = await account();
  const device = deviceFor(undefined, email);
  const tries = guessTogether(
    email,
    Array.from({ length: 60 }, () => "198.51.100.1"),
  );
  // With the browser they always use, from the same address even; and elsewhere without it.
  const [known, unknown] = await Promise.all([
    verifyCredentials({ email, password: PASSWORD }, { address: "198.51.100.1", device }),
    verifyCredentials({ email, password: PASSWORD }, { address: "198.51.100.2" }),
  ]);
  expect(known).toMatchObject({ email });
  expect(unknown).toMatchObject({ email });
  const { count } = await tries;
  expect({ wrong: count("wrong"), fault: count("fault"), right: count("right") }).toEqual({
    wrong: 6,
    fault: 0,
    right: 0,
  });
  expect(count("rate_limited") + count("unavailable")).toBe(54);
});

test("sixty tries from sixty addresses find a line that ends; the owner's browser is seen to first", async () => {
  const email = await account();
  const device = deviceFor(undefined, email);
  let guessing = true;
  const tries = guessTogether(
    email,
    Array.from({ length: 60 }, (_, n) => `192.0.2.${n}`),
  ).finally(() => {
    guessing = false;
  });
  const known = await verifyCredentials({ email, password: PASSWORD }, { address: "203.0.113.5", device });
  expect(known).toMatchObject({ email });
  expect(guessing).toBe(true);
  const { count } = await tries;
  expect(count("wrong")).toBe(22);
  expect(count("unavailable")).toBe(38);
});

test("tries that found no place are not counted as guesses", async () => {
  const email = await account();
  const address = "198.51.100.9";
  const others = guessTogether(
    "nobody@example.org",
    Array.from({ length: 30 }, (_, n) => `203.0.113.${n + 100}`),
  );
  for (let n = 0; n < 20; n++) {
    await expect(verifyCredentials({ email, password: "wrong" }, { address })).rejects.toMatchObject({
      code: "unavailable",
    });
  }
  await others;
  expect(await verifyCredentials({ email, password: PASSWORD }, { address })).toMatchObject({ email });
});

test("a device of another account is a stranger", async () => {
  const email = await account();
  const place = { address: "198.51.100.20", device: deviceFor(undefined, "eve@example.org") };
  for (let n = 0; n < 8; n++) expect(await verifyCredentials({ email, password: "wrong" }, place)).toBeNull();
  await expect(verifyCredentials({ email, password: PASSWORD }, place)).rejects.toMatchObject({
    code: "rate_limited",
  });
});
