import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { sign, verify } from "@/lib/delivery/message/sign";
import { startReceiver } from "@/scripts/test/receiver";
import { type Sample, samplesFor } from ".";
import { type Language, languages } from "./languages.testing";

/**
 * Samples are run, not read, against good requests and bad ones: Node's always, the others where their language is installed. Which were
 * not is said at the end. C# is read alone: it needs a project and a build.
 */
const READ_ALONE = ["csharp"];
const notRun: string[] = [];

function leaveOut(context: TestContext, what: string, missing: string): never {
  notRun.push(`${what} (no ${missing})`);
  context.skip(`${missing} is not installed`);
}
const run = promisify(execFile);
const secret = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
const other = `whsec_${Buffer.from("another secret another secret 00").toString("base64")}`;
const body = '{"kind":"user.created","data":{"name":"Ådå"}}';
const samples = new Map(samplesFor({ url: "https://example.org/it's" }).map((sample) => [sample.id, sample]));

type Request = { id: string; timestamp: string; signature: string; body: string };

function request(changes: Partial<Request> & { secrets?: string[]; at?: number } = {}): Request {
  const id = changes.id ?? "msg_1";
  const at = changes.at ?? Math.floor(Date.now() / 1000);
  const secrets = changes.secrets ?? [secret];
  const signature = sign({ id, timestampSeconds: at, body, secrets });
  return { id, timestamp: String(at), signature, body, ...pick(changes) };
}
const pick = ({ signature, body: text }: Partial<Request>) => ({
  ...(signature !== undefined && { signature }),
  ...(text !== undefined && { body: text }),
});

const genuine = { plain: request(), overlap: request({ secrets: [other, secret] }) };
const forged = {
  "another secret": request({ secrets: [other] }),
  "a changed body": { ...request(), body: body.replace("user", "team") },
  "too old": request({ at: Math.floor(Date.now() / 1000) - 400 }),
  "no signature": request({ signature: "" }),
  "another version": request({ signature: request().signature.replace("v1,", "v2,") }),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hookyard-samples-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  if (notRun.length > 0) console.warn(`Verification samples that were NOT run here: ${notRun.join(", ")}`);
});

const has = async ({ command, probe }: Pick<Language, "command" | "probe">) =>
  run(command, probe, { timeout: 20_000 }).then(
    () => true,
    () => false,
  );

const REFUSED = /not signed|too old|signature is wrong/;

const runs = Object.entries(languages);
test.for(runs)(
  "%s verifies, where it is installed",
  { timeout: 120_000 },
  async ([id, language], context) => {
    if (!(await has(language))) leaveOut(context, id, language.command);
    const cwd = await mkdtemp(join(folder, id));
    const files = language.files((samples.get(id) as Sample).code);
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
    const all = Object.entries({ ...genuine, ...forged });
    const requests = all.flatMap(([, each]) => [each.id, each.timestamp, each.signature, each.body]);
    const { stdout } = await run(language.command, [...language.args, ...requests], {
      cwd,
      env: { ...process.env, WEBHOOK_SECRET: secret, LC_ALL: "C.UTF-8" },
      timeout: 110_000,
    });
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(all.length);
    for (const [index, [name]] of all.entries()) {
      expect(lines[index], name).toMatch(name in genuine ? /^genuine$/ : REFUSED);
    }
  },
);

test("curl sends what verifies, where bash, curl and openssl are installed", {
  timeout: 30_000,
}, async (context) => {
  const tools = [
    { command: "bash", probe: ["--version"] },
    { command: "curl", probe: ["--version"] },
    { command: "openssl", probe: ["version"] },
  ];
  for (const tool of tools) if (!(await has(tool))) leaveOut(context, "curl", tool.command);
  const receiver = await startReceiver();
  try {
    const { code } = samplesFor({ url: receiver.url }).find(({ id }) => id === "curl") as Sample;
    const env = { ...process.env, WEBHOOK_SECRET: secret, NO_PROXY: "*" };
    await run("bash", ["-c", code], { env, timeout: 20_000 });
    const [request] = await receiver.waitFor(1);
    const headers = request?.headers as Record<string, string>;
    expect(verify(headers, request?.body ?? "", [secret], Date.now() / 1000)).toEqual({ ok: true });
  } finally {
    await receiver.close();
  }
});

test("no sample is left without being run, but those named above", () => {
  expect([...samples.keys()].sort()).toEqual([...Object.keys(languages), "curl", ...READ_ALONE].sort());
});

test("a URL with a quote in it can't break out of the shell's quotes", () => {
  expect(samples.get("curl")?.code).toContain(String.raw`url='https://example.org/it'\''s'`);
});

test("the secret stands in none of them, the three headers in all", () => {
  for (const { code, label } of samples.values()) {
    expect(code, label).toContain("WEBHOOK_SECRET");
    for (const name of ["id", "timestamp", "signature"]) {
      expect(code.toLowerCase().replaceAll("_", "-"), label).toMatch(
        new RegExp(`webhook-${name}|string ${name}`),
      );
    }
  }
});
