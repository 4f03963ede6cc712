import { expect, test } from "vitest";
import { missingPackages } from "./npm-packages.mjs";

const linux = { os: "linux", cpu: "x64" };
const lock = {
  packages: {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/native-linux": { version: "2.0.0", optional: true, os: ["linux"], cpu: ["x64"] },
    "node_modules/native-darwin": { version: "2.0.0", optional: true, os: ["darwin"] },
    "node_modules/native-musl": { version: "2.0.0", optional: true, os: ["linux"], libc: ["musl"] },
    "node_modules/extra": { version: "3.0.0", optional: true },
  },
};
const installed = {
  packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/native-linux": { version: "2.0.0" } },
};

test("nothing is missing when all that fits this machine is there", () => {
  expect(missingPackages(lock, installed, linux)).toEqual([]);
});

test("another version, and a folder copied from another machine, are noticed", () => {
  const older = { packages: { ...installed.packages, "node_modules/a": { version: "0.9.0" } } };
  expect(missingPackages(lock, older, linux)).toEqual(["node_modules/a"]);
  expect(missingPackages(lock, installed, { os: "darwin", cpu: "arm64" })).toEqual([
    "node_modules/native-darwin",
  ]);
});

test("an unfinished install has nothing", () => {
  expect(missingPackages(lock, {}, linux)).toEqual(["node_modules/a", "node_modules/native-linux"]);
});
