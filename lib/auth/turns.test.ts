import { expect, test, vi } from "vitest";
import { createTurns } from "./turns";

/** Work that goes on until it is told to end. */
function setup() {
  const turns = createTurns({ atOnce: 2, waiting: 3, each: 3 });
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const take = (key: string, known = false) => {
    const done = turns.take({ key, known }, () => {
      started.push(key);
      return new Promise<string>((resolve) => ends.push(() => resolve(key)));
    });
    done.catch(() => {});
    return done;
  };
  const endOne = async (done: Promise<unknown>) => {
    ends.shift()?.();
    await done;
  };
  return { turns, started, take, endOne };
}

const busy = { code: "unavailable" };

test("few work at once; the rest wait, known clients first, and beyond the line they are refused at once", async () => {
  const { started, take, endOne } = setup();
  const [a, b] = ["a", "b", "c", "d", "e"].map((key) => take(key));
  await expect(take("f")).rejects.toMatchObject(busy);
  take("known", true);
  expect(started).toEqual(["a", "b"]);
  await endOne(a as Promise<string>);
  expect(started).toEqual(["a", "b", "known"]);
  await endOne(b as Promise<string>);
  expect(started).toEqual(["a", "b", "known", "c"]);
});

test("nobody has more than a share, and it is theirs again afterwards", async () => {
  const { take, endOne } = setup();
  const [first] = [take("a"), take("a"), take("a")];
  await expect(take("a")).rejects.toMatchObject(busy);
  take("b");
  await endOne(first);
  take("a");
  await expect(take("a")).rejects.toMatchObject(busy);
});

test("who comes once is not behind all that another brought", async () => {
  const { started, take, endOne } = setup();
  const [first] = [take("a"), take("b"), take("a"), take("a"), take("c")];
  await vi.waitFor(() => expect(started).toEqual(["a", "b"]));
  await endOne(first);
  expect(started).toEqual(["a", "b", "c"]);
});

test("work that fails gives its place back", async () => {
  const { turns } = setup();
  for (let n = 0; n < 10; n++) {
    await expect(
      turns.take({ key: "a", known: false }, () => Promise.reject(new Error("no"))),
    ).rejects.toThrow("no");
  }
  expect(await turns.take({ key: "a", known: false }, async () => "yes")).toBe("yes");
});
