import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./files.mjs";
import { checkNode } from "./install.mjs";
import { restartDelay } from "./processes.mjs";
import { isOpen, localUrl, readSettings } from "./settings.mjs";
import { duration } from "./steps.mjs";
import { forgetSettings } from "./tests/running.mjs";

test("the environment goes over .env.local, and an empty variable is one that is not set", () => {
  const settings = readSettings(
    { PORT: "3001", DATABASE_URL: "" },
    { PORT: "1", DATABASE_URL: "postgres://h/d" },
  );
  expect(settings).toMatchObject({
    port: 3001,
    databaseUrl: "postgres://h/d",
    dataDir: join(ROOT, ".hookyard"),
    url: "http://localhost:3001",
    engine: true,
    demo: true,
  });
});

test.each([
  [undefined, "http://127.0.0.1:3000", false],
  ["0.0.0.0", "http://127.0.0.1:3000", true],
  ["::", "http://[::1]:3000", true],
  ["::1", "http://[::1]:3000", false],
  ["127.0.0.2", "http://127.0.0.2:3000", false],
  ["10.0.0.5, 127.0.0.1", "http://10.0.0.5:3000", true],
])("listening on %s it is reached at %s, by others: %s", (host, url, open) => {
  const settings = readSettings({ HOOKYARD_HOST: host }, {});
  expect(localUrl(settings)).toBe(url);
  expect(isOpen(settings)).toBe(open);
});

test("wrong settings say what to set", () => {
  expect(() => readSettings({ PORT: "many" }, {})).toThrow('PORT is "many". Give a port number');
  expect(() => readSettings({ PORT: "70000" }, {})).toThrow("PORT");
  expect(() => readSettings({ DATABASE_URL: "mysql://x" }, {})).toThrow("must begin with postgres://");
});

test("a hosted Inngest needs no engine, and HOOKYARD_DEMO=0 no demo", () => {
  const settings = readSettings(
    { HOOKYARD_ENGINE: "inngest", HOOKYARD_DEMO: "0", HOOKYARD_DATA_DIR: "/data" },
    {},
  );
  expect(settings).toMatchObject({ engine: false, demo: false, dataDir: "/data" });
});

test("Node older than 20.9 is refused with where to get another", () => {
  expect(() => checkNode("18.20.0")).toThrow("needs Node 20.9");
  expect(() => checkNode("20.8.1")).toThrow("needs Node 20.9");
  for (const version of ["20.9.0", "22.0.0"]) expect(() => checkNode(version)).not.toThrow();
});

test("what a test starts knows nothing of the settings outside", () => {
  const environment: Record<string, string | undefined> = {
    PATH: "/bin",
    PORT: "3000",
    DATABASE_URL: "postgres://somebody/works",
    HOOKYARD_SECRET_KEY: "k",
    HOOKYARD_CHROMIUM: "/usr/bin/chromium",
    NEXTAUTH_URL: "https://hooks.example.org",
  };
  forgetSettings(environment);
  expect(environment).toEqual({
    PATH: "/bin",
    HOOKYARD_CHROMIUM: "/usr/bin/chromium",
    HOOKYARD_ENV_FILE: "none",
  });
});

test("restarts are quick at first and never far apart", () => {
  expect([1, 2, 3, 10].map(restartDelay)).toEqual([50, 100, 200, 2000]);
});

test("durations read well", () => {
  expect([40, 12_340, 125_000].map(duration)).toEqual(["0.0 s", "12.3 s", "2 min 5 s"]);
});
