import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { firstRun } from "./first-run";

/** A server action of the console as it is called over HTTP: its name in the code, and the id and a page that the build gave it. */
export type Action = { name: string; id: string; page: string };

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

let known: Promise<Action[]> | undefined;

/** Every server action of the copy of Hookyard under test, read from the build it serves. */
export function listActions(): Promise<Action[]> {
  known ??= readActions();
  return known;
}

async function readActions(): Promise<Action[]> {
  const page = await (await fetch(new URL("/sign-in", firstRun().url))).text();
  const build = readdirSync(".", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(".next"))
    .map(({ name }) => name)
    .find((folder) => isServed(folder, page));
  if (!build) throw new Error("The build that is served is not in this folder.");
  const text = readFileSync(join(build, "server/server-reference-manifest.json"), "utf8");
  return Object.entries(manifest.parse(JSON.parse(text)).node).map(([id, { exportedName, workers }]) => ({
    name: exportedName,
    id,
    page: pageOf(Object.keys(workers)[0] ?? ""),
  }));
}

/** A page names the build it is from. */
function isServed(folder: string, page: string): boolean {
  try {
    return page.includes(readFileSync(join(folder, "BUILD_ID"), "utf8"));
  } catch {
    return false;
  }
}

/** `app/(console)/developers/webhooks/[id]/page` → an address of it. */
const pageOf = (worker: string): string =>
  worker
    .replace(/^app|\/page$/g, "")
    .replace(/\/\([^)]*\)/g, "")
    .replace(/\[\w+\]/g, "1") || "/";

/** The body of a call: its one argument as React writes it. What begins with `$` means something else to it. */
export const actionBody = (input: unknown): string =>
  JSON.stringify([input], (_, value) =>
    value === undefined
      ? "$undefined"
      : typeof value === "string" && value.startsWith("$")
        ? `$${value}`
        : value,
  );

export const actionHeaders = ({ id }: Action): Record<string, string> => ({
  "next-action": id,
  accept: "text/x-component",
  "content-type": "text/plain;charset=UTF-8",
});

const result = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), faults: z.array(z.object({ path: z.string() })) }),
]);
export type ActionResult = z.output<typeof result>;

/** What an action answered. @throws Error when the text is no answer of an action */
function readAnswer(text: string): ActionResult {
  for (const line of text.split("\n")) {
    const json = /^1:(\{.*)$/s.exec(line)?.[1];
    if (json) return result.parse(JSON.parse(json, (_, value) => plain(value)));
  }
  throw new Error(`No answer of an action: ${text.slice(0, 200)}`);
}

/** React doubles the first dollar of a text. */
const plain = (value: unknown) =>
  typeof value === "string" && value.startsWith("$$") ? value.slice(1) : value;

/** Calls the action of this name with a session, as the console does. */
export async function callAction(session: string, name: string, input: unknown): Promise<ActionResult> {
  const action = (await listActions()).find((each) => each.name === name);
  if (!action) throw new Error(`There is no action ${name}.`);
  const response = await fetch(new URL(action.page, firstRun().url), {
    method: "POST",
    headers: { ...actionHeaders(action), cookie: session },
    body: actionBody(input),
  });
  return readAnswer(await response.text());
}
