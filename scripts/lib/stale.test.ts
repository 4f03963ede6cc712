import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint, isFresh, sourceFiles, stamp } from "./stale.mjs";

let root: string;
const paths = ["lib", "package.json", "absent"];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "hookyard-stale-"));
  await mkdir(join(root, "lib/deep"), { recursive: true });
  await writeFile(join(root, "lib/a.ts"), "a");
  await writeFile(join(root, "lib/a.test.ts"), "test");
  await writeFile(join(root, "lib/deep/b.ts"), "b");
  await writeFile(join(root, "package.json"), "{}");
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("takes the sources, and neither tests nor what is missing", () => {
  expect(sourceFiles(root, paths)).toEqual(["lib/a.ts", "lib/deep/b.ts", "package.json"]);
});

test("follows what is in the files, not when they were written", async () => {
  const before = fingerprint(root, paths);
  await utimes(join(root, "lib/a.ts"), 1, 1);
  await writeFile(join(root, "lib/a.test.ts"), "another test");
  expect(fingerprint(root, paths)).toBe(before);
  await writeFile(join(root, "lib/a.ts"), "changed");
  expect(fingerprint(root, paths)).not.toBe(before);
});

test("a new name, a removed file and another runtime are changes", async () => {
  const before = fingerprint(root, paths, "node 20");
  expect(fingerprint(root, paths, "node 22")).not.toBe(before);
  await writeFile(join(root, "lib/c.ts"), "");
  const added = fingerprint(root, paths, "node 20");
  expect(added).not.toBe(before);
  await rm(join(root, "lib/c.ts"));
  expect(fingerprint(root, paths, "node 20")).toBe(before);
});

test("fresh needs the same fingerprint and the product", async () => {
  const [path, product] = [join(root, "dist/stamp"), join(root, "product")];
  stamp(path, "one");
  expect(isFresh(path, "one", [product])).toBe(false);
  await writeFile(product, "");
  expect(isFresh(path, "one", [product])).toBe(true);
  expect(isFresh(path, "two", [product])).toBe(false);
});
