import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chooseSecrets, envFileText, parseEnvFile, prepareSecrets, readEnvFile } from "./env-file.mjs";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hookyard-env-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("reads plain and quoted values, and leaves comments out", () => {
  expect(parseEnvFile('# PORT=1\nPORT=3001\nNAME="a b" \n  URL = postgres://x/y?z=1\nlower=1\n')).toEqual({
    PORT: "3001",
    NAME: "a b",
    URL: "postgres://x/y?z=1",
  });
});

test("what it writes, it reads", () => {
  const secrets = { NEXTAUTH_SECRET: "abc+/=", HOOKYARD_SECRET_KEY: "def==" };
  expect(parseEnvFile(envFileText(secrets))).toEqual(secrets);
});

test("a file that isn't there is empty", () => {
  expect(readEnvFile(join(folder, "none"))).toEqual({});
});

test("given secrets win over kept ones, kept ones over new ones", () => {
  const { secrets, missing, changed } = chooseSecrets({
    given: { NEXTAUTH_SECRET: "given" },
    kept: { NEXTAUTH_SECRET: "kept", HOOKYARD_SECRET_KEY: "kept" },
    random: () => "new",
  });
  expect(secrets).toEqual({ NEXTAUTH_SECRET: "given", HOOKYARD_SECRET_KEY: "kept" });
  expect(missing).toEqual(["HOOKYARD_SECRET_KEY"]);
  expect(changed).toEqual(["NEXTAUTH_SECRET"]);
});

test("new secrets are 32 random bytes each", () => {
  const { secrets } = chooseSecrets({ given: {}, kept: {} });
  const lengths = Object.values(secrets).map((value) => Buffer.from(value, "base64").length);
  expect(lengths).toEqual([32, 32]);
  expect(new Set(Object.values(secrets)).size).toBe(2);
});

test("a data folder keeps its secrets, readable by the owner alone, and a lost env file comes back the same", async () => {
  process.env.HOOKYARD_ENV_FILE = join(folder, "absent");
  try {
    const first = await prepareSecrets(folder, {});
    expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
    expect((await prepareSecrets(folder, {})).secrets).toEqual(first.secrets);
    const other = await prepareSecrets(folder, { ...first.secrets, HOOKYARD_SECRET_KEY: "another" });
    expect([first.firstKey, other.firstKey]).toEqual([undefined, join(folder, "secrets.json")]);
    expect(JSON.parse(await readFile(join(folder, "secrets.json"), "utf8"))).toEqual(first.secrets);
  } finally {
    delete process.env.HOOKYARD_ENV_FILE;
  }
});

test("an env file that exists is never touched", async () => {
  const path = join(folder, "env");
  await writeFile(path, "PORT=1\n");
  process.env.HOOKYARD_ENV_FILE = path;
  try {
    await prepareSecrets(folder, {});
    expect(await readFile(path, "utf8")).toBe("PORT=1\n");
  } finally {
    delete process.env.HOOKYARD_ENV_FILE;
  }
});
