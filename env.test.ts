import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";

const good = {
  DATABASE_URL: "postgres://user:pass@localhost:5432/hookyard",
  HOOKYARD_SECRET_KEY: Buffer.alloc(32, 1).toString("base64"),
  NEXTAUTH_SECRET: "0123456789abcdef",
};

describe("parseEnv", () => {
  it("fills in what is not set", () => {
    expect(parseEnv(good)).toMatchObject({
      PORT: 3000,
      HOOKYARD_ENGINE: "embedded",
      HOOKYARD_DATA_DIR: ".hookyard",
      HOOKYARD_PUBLIC_URL: "http://localhost:3000",
      HOOKYARD_INNGEST_SERVE_ORIGIN: "http://localhost:3000",
      HOOKYARD_HOST: ["127.0.0.1", "::1"],
      HOOKYARD_ALLOWED_NETWORKS: [],
      HOOKYARD_TRUSTED_PROXIES: [],
      HOOKYARD_RETENTION_DAYS: 30,
    });
  });

  it("says which variable is wrong and what to set", () => {
    const bad: [Record<string, string | undefined>, RegExp][] = [
      [{ DATABASE_URL: undefined }, /DATABASE_URL: Not set.*npm run up/],
      [{ DATABASE_URL: "mysql://x" }, /DATABASE_URL: Must begin with postgres/],
      [{ PORT: "eighty" }, /PORT: Give a port number/],
      [{ HOOKYARD_SECRET_KEY: "short" }, /HOOKYARD_SECRET_KEY: Must be 32 bytes in base64/],
      [
        { HOOKYARD_SECRET_KEYS_OLD: `${good.HOOKYARD_SECRET_KEY}, short` },
        /HOOKYARD_SECRET_KEYS_OLD: Each must be a former HOOKYARD_SECRET_KEY/,
      ],
      [
        { HOOKYARD_ALLOWED_NETWORKS: "10.0.0.0/8, home" },
        /HOOKYARD_ALLOWED_NETWORKS: "home" is not a network/,
      ],
      [{ HOOKYARD_TRUSTED_PROXIES: "10.0.0.1" }, /HOOKYARD_TRUSTED_PROXIES: "10.0.0.1" is not a network/],
      [{ HOOKYARD_HOST: "localhost" }, /HOOKYARD_HOST: Give the IP addresses to listen on/],
      [{ HOOKYARD_HOST: "," }, /HOOKYARD_HOST/],
      [{ HOOKYARD_TRUSTED_PROXIES: "nginx" }, /HOOKYARD_TRUSTED_PROXIES: "nginx" is not a network/],
      [{ HOOKYARD_INNGEST_SERVE_ORIGIN: "http://a/b" }, /SERVE_ORIGIN: Leave out what follows the host/],
      [{ HOOKYARD_ENGINE: "cron" }, /HOOKYARD_ENGINE: Use "embedded" or "inngest"/],
      [{ HOOKYARD_RETENTION_DAYS: "0" }, /HOOKYARD_RETENTION_DAYS/],
    ];
    for (const [change, message] of bad) expect(() => parseEnv({ ...good, ...change })).toThrow(message);
  });

  it("takes former keys as a list", () => {
    const [a, b] = [2, 3].map((fill) => Buffer.alloc(32, fill).toString("base64"));
    const keys = parseEnv({ ...good, HOOKYARD_SECRET_KEYS_OLD: `${a},${b}` }).HOOKYARD_SECRET_KEYS_OLD;
    expect(keys).toEqual([a, b]);
    expect(parseEnv(good).HOOKYARD_SECRET_KEYS_OLD).toEqual([]);
  });

  it("allows http on a developer's own machine, elsewhere only when the operator says so", () => {
    const production = { ...good, NODE_ENV: "production" };
    const open = { ...production, HOOKYARD_PUBLIC_URL: "https://hooks.example.org" };
    expect(parseEnv(good).HOOKYARD_ALLOW_HTTP).toBe(true);
    expect(parseEnv(production).HOOKYARD_ALLOW_HTTP).toBe(true);
    expect(parseEnv(open).HOOKYARD_ALLOW_HTTP).toBe(false);
    expect(parseEnv({ ...open, HOOKYARD_ALLOW_HTTP: "1" }).HOOKYARD_ALLOW_HTTP).toBe(true);
    expect(parseEnv({ ...good, HOOKYARD_ALLOW_HTTP: "0" }).HOOKYARD_ALLOW_HTTP).toBe(false);
  });

  it("refuses Inngest without its keys in production", () => {
    const inngest = { ...good, NODE_ENV: "production", HOOKYARD_ENGINE: "inngest" };
    expect(() => parseEnv(inngest)).toThrow(/INNGEST_SIGNING_KEY/);
    expect(() => parseEnv({ ...inngest, INNGEST_DEV: "1" })).toThrow(/INNGEST_DEV/);
  });
});
