import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";

/** The environment as given, plus what `npm run up` wrote into `.env.local` for values that are not set. */
function readSources(): Record<string, string | undefined> {
  return {
    ...readEnvLocal(),
    ...Object.fromEntries(Object.entries(process.env).filter(([, v]) => v !== "")),
  };
}

/** `KEY=value` lines; the engine process has no Next to read them for it. Tests name another file, so that none is read. */
function readEnvLocal(): Record<string, string> {
  const path = process.env.HOOKYARD_ENV_FILE || join(process.cwd(), ".env.local");
  if (!existsSync(/* turbopackIgnore: true */ path)) return {};
  const pairs = readFileSync(/* turbopackIgnore: true */ path, "utf8")
    .split("\n")
    .map((line) => /^\s*([A-Z0-9_]+)\s*=\s*"?(.*?)"?\s*$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1] as string, match[2] as string] as const);
  return Object.fromEntries(pairs);
}

const flag = z
  .enum(["0", "1", "true", "false"], { error: "Use 1 or 0." })
  .transform((value) => value === "1" || value === "true");

const networks = z
  .string()
  .default("")
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .superRefine((list, ctx) => {
    for (const cidr of list) {
      if (!ipaddr.isValidCIDR(cidr)) {
        ctx.addIssue({
          code: "custom",
          message: `"${cidr}" is not a network. Write it as 10.1.0.0/16 or fd00::/8, with commas between.`,
        });
      }
    }
  });

const isSecretKey = (key: string) => Buffer.from(key, "base64").length === 32;

const oldSecretKeys = z
  .string()
  .default("")
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .refine(
    (keys) => keys.every(isSecretKey),
    "Each must be a former HOOKYARD_SECRET_KEY: 32 bytes in base64, with commas between.",
  );
/** A program on this machine reaches it by either; a name such as localhost may mean one or the other. */
const LOOPBACK = "127.0.0.1,::1";

const addresses = z
  .string()
  .default(LOOPBACK)
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .refine((list) => list.length > 0 && list.every((address) => isIP(address) !== 0), {
    error: `Give the IP addresses to listen on, such as ${LOOPBACK}, or 0.0.0.0 for every network of this machine.`,
  });

/** Scheme and host alone: a path would be lost. */
const origin = z
  .url({ protocol: /^https?$/, error: "Give an address such as http://hookyard:3000." })
  .refine((url) => new URL(url).href === `${new URL(url).origin}/`, "Leave out what follows the host.")
  .transform((url) => new URL(url).origin);

const days = (fallback: number) =>
  z.coerce.number({ error: "Give a number of days." }).int().min(1).max(3650).default(fallback);

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: z.coerce
    .number({ error: "Give a port number, such as 3000." })
    .int()
    .min(1)
    .max(65_535)
    .default(3000),
  HOOKYARD_HOST: addresses,
  /** Set by `up`: where the console's process listens for what comes through the engine's, which has the port. */
  HOOKYARD_CONSOLE_SOCKET: z.string().optional(),
  DATABASE_URL: z
    .string({
      error:
        "Not set. `npm run up` sets it; to start a part by hand, set it to postgres://user:password@host:5432/database.",
    })
    .regex(/^postgres(ql)?:\/\//, "Must begin with postgres:// or postgresql://"),
  HOOKYARD_DATA_DIR: z.string().default(".hookyard"),
  HOOKYARD_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "Give the address people open, such as https://hooks.example.org." })
    .optional(),
  HOOKYARD_SECRET_KEY: z
    .string({ error: "Not set. `npm run up` writes one to .env.local; or make one: openssl rand -base64 32" })
    .refine(isSecretKey, "Must be 32 bytes in base64: openssl rand -base64 32"),
  HOOKYARD_SECRET_KEYS_OLD: oldSecretKeys,
  NEXTAUTH_SECRET: z
    .string({ error: "Not set. `npm run up` writes one to .env.local; or make one: openssl rand -base64 32" })
    .min(16),
  HOOKYARD_ENGINE: z
    .enum(["embedded", "inngest"], { error: 'Use "embedded" or "inngest".' })
    .default("embedded"),
  INNGEST_DEV: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  HOOKYARD_INNGEST_SERVE_ORIGIN: origin.optional(),
  HOOKYARD_ALLOWED_NETWORKS: networks,
  HOOKYARD_TRUSTED_PROXIES: networks,
  HOOKYARD_ALLOW_HTTP: flag.optional(),
  HOOKYARD_RETENTION_DAYS: days(30),
});

export type Env = Omit<
  z.infer<typeof schema>,
  "HOOKYARD_ALLOW_HTTP" | "HOOKYARD_PUBLIC_URL" | "HOOKYARD_INNGEST_SERVE_ORIGIN"
> & {
  /** Webhooks may use http://: on a developer's own machine, elsewhere when the operator says so. */
  HOOKYARD_ALLOW_HTTP: boolean;
  /** Where the console is reached; default http://localhost:PORT. */
  HOOKYARD_PUBLIC_URL: string;
  /** Where Inngest calls the functions; default that of HOOKYARD_PUBLIC_URL. */
  HOOKYARD_INNGEST_SERVE_ORIGIN: string;
};

/**
 * Checks settings. Pure: takes the variables, gives the typed settings.
 * @throws Error with a line a variable that says what to set.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = schema.superRefine(checkInngest).safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`These settings need a look:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  const publicUrl = env.HOOKYARD_PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  const onThisMachine = ["localhost", "127.0.0.1"].includes(new URL(publicUrl).hostname);
  return {
    ...env,
    HOOKYARD_ALLOW_HTTP: env.HOOKYARD_ALLOW_HTTP ?? (env.NODE_ENV !== "production" || onThisMachine),
    HOOKYARD_PUBLIC_URL: publicUrl,
    HOOKYARD_INNGEST_SERVE_ORIGIN: env.HOOKYARD_INNGEST_SERVE_ORIGIN ?? new URL(publicUrl).origin,
  };
}

/** Outside development Inngest's calls are signed: its dev mode takes anybody's. */
function checkInngest(env: z.infer<typeof schema>, ctx: z.RefinementCtx): void {
  if (env.HOOKYARD_ENGINE !== "inngest" || env.NODE_ENV !== "production") return;
  const refuse = (name: string, message: string) => ctx.addIssue({ code: "custom", path: [name], message });
  if (env.INNGEST_DEV && !["0", "false"].includes(env.INNGEST_DEV)) {
    refuse("INNGEST_DEV", "Unset it, or set it to 0: in dev mode anybody may call the functions.");
  }
  for (const name of ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"] as const) {
    if (!env[name])
      refuse(name, "Not set. Copy it from your Inngest server, or use HOOKYARD_ENGINE=embedded.");
  }
}

let cached: Env | undefined;

/** The settings of this process, read and checked once. */
export function env(): Env {
  cached ??= parseEnv(readSources());
  return cached;
}
