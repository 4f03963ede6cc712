import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sign, verify } from "@/lib/delivery/sign";
import { startReceiver } from "@/scripts/test/receiver";
import { type Sample, samplesFor } from ".";

/**
 * Every sample is run, not read: against a good request and bad ones. A language that this machine does not have is left
 * out; Node and the shell are always there.
 */
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

/** A program around the sample: its arguments are requests, four each; it prints a line a request. */
type Language = {
  command: string;
  probe: string[];
  files: (code: string) => Record<string, string>;
  args: string[];
};

const languages: Record<string, Language> = {
  node: {
    command: process.execPath,
    probe: ["--version"],
    args: ["main.mjs"],
    files: (code) => ({
      "verify.mjs": code,
      "main.mjs": `import { verify } from "./verify.mjs";
const all = process.argv.slice(2);
for (let i = 0; i < all.length; i += 4) {
  const [id, timestamp, signature, body] = all.slice(i);
  try {
    verify({ "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature }, body);
    console.log("genuine");
  } catch (error) {
    console.log(error.message);
  }
}`,
    }),
  },
  python: {
    command: "python3",
    probe: ["--version"],
    args: ["main.py"],
    files: (code) => ({
      "verify.py": code,
      "main.py": `import sys
from verify import verify
for i in range(1, len(sys.argv), 4):
    a = sys.argv[i:i + 4]
    try:
        verify({"webhook-id": a[0], "webhook-timestamp": a[1], "webhook-signature": a[2]}, a[3].encode())
        print("genuine")
    except ValueError as error:
        print(error)`,
    }),
  },
  ruby: {
    command: "ruby",
    probe: ["--version"],
    args: ["main.rb"],
    files: (code) => ({
      "main.rb": `${code}
ARGV.each_slice(4) do |i, t, s, b|
  verify({ "webhook-id" => i, "webhook-timestamp" => t, "webhook-signature" => s }, b)
  puts "genuine"
rescue RuntimeError => error
  puts error.message
end`,
    }),
  },
  php: {
    command: "php",
    probe: ["--version"],
    args: ["main.php"],
    files: (code) => ({
      "main.php": `${code}
foreach (array_chunk(array_slice($argv, 1), 4) as [$i, $t, $s, $b]) {
    try {
        verify(['HTTP_WEBHOOK_ID' => $i, 'HTTP_WEBHOOK_TIMESTAMP' => $t, 'HTTP_WEBHOOK_SIGNATURE' => $s], $b);
        echo "genuine\n";
    } catch (RuntimeException $error) {
        echo $error->getMessage(), "\n";
    }
}`,
    }),
  },
  java: {
    command: "java",
    probe: ["-version"],
    args: ["-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", "Main.java"],
    // One file is run without compiling it first; its first class is the one that is started.
    files: (code) => ({
      "Main.java": code.replace(
        "public final class",
        `class Main {
    public static void main(String[] a) throws Exception {
        for (int i = 0; i < a.length; i += 4) {
            try {
                WebhookVerifier.verify(a[i], a[i + 1], a[i + 2].isEmpty() ? null : a[i + 2], a[i + 3].getBytes("UTF-8"));
                System.out.println("genuine");
            } catch (SecurityException error) {
                System.out.println(error.getMessage());
            }
        }
    }
}

final class`,
      ),
    }),
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hookyard-samples-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const has = async ({ command, probe }: Pick<Language, "command" | "probe">) =>
  run(command, probe, { timeout: 20_000 }).then(
    () => true,
    () => false,
  );

const REFUSED = /not signed|too old|signature is wrong/;

test.for(Object.entries(languages))("%s", { timeout: 60_000 }, async ([id, language], context) => {
  context.skip(!(await has(language)), `${language.command} is not on this machine`);
  const cwd = await mkdtemp(join(folder, id));
  const files = language.files((samples.get(id) as Sample).code);
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  const all = Object.entries({ ...genuine, ...forged });
  const requests = all.flatMap(([, each]) => [each.id, each.timestamp, each.signature, each.body]);
  const { stdout } = await run(language.command, [...language.args, ...requests], {
    cwd,
    env: { ...process.env, WEBHOOK_SECRET: secret, LC_ALL: "C.UTF-8" },
    timeout: 50_000,
  });
  const lines = stdout.trim().split("\n");
  expect(lines).toHaveLength(all.length);
  for (const [index, [name]] of all.entries()) {
    expect(lines[index], name).toMatch(name in genuine ? /^genuine$/ : REFUSED);
  }
});

test("curl sends what verifies", { timeout: 30_000 }, async (context) => {
  const tools = [
    { command: "bash", probe: ["--version"] },
    { command: "curl", probe: ["--version"] },
    { command: "openssl", probe: ["version"] },
  ];
  const there = await Promise.all(tools.map(has));
  context.skip(there.includes(false), "bash, curl or openssl is not on this machine");
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
