/** As much as Next reads of a call. */
const MAX_BYTES = 1024 * 1024;
/** React goes through the arguments by recurring; lib/input has a narrower bound, with words. */
const MAX_DEPTH = 1_000;

/** What React writes for values that JSON lacks, as far as the console's forms send them. Other texts with `$` begin with a second one. */
const WRITTEN = /^\$(?:\$|(?:undefined|NaN|-?Infinity|-0)$)/;

/**
 * Refuses a request that Next would take for a call of a server action and fail on: what is not written as React does it, or too much. Our own pages
 * send none such. Requests that are no calls pass.
 * @param request its body is read where it is a call
 * @returns the answer, or null when the request may go on
 */
export async function refuseCall(request: Request): Promise<Response | null> {
  if (request.method !== "POST") return null;
  const { headers } = request;
  // Files, and forms without script: no action takes them.
  if (/^\s*multipart\//i.test(headers.get("content-type") ?? "")) {
    return answer(415, "Nothing here takes files or forms.");
  }
  if (!headers.has("next-action")) return null;
  if (Number(headers.get("content-length")) > MAX_BYTES) return answer(413, "The call is over 1 MB.");
  const text = await request.text();
  if (Buffer.byteLength(text) > MAX_BYTES) return answer(413, "The call is over 1 MB.");
  return isReadable(text) ? null : answer(400, "The call is not written as the console writes it.");
}

const answer = (status: number, words: string) =>
  new Response(words, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** Whether a text holds a call's arguments as React reads them. */
export function isReadable(text: string): boolean {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return false;
  }
  if (!Array.isArray(root)) return false;
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, depth } = place;
    if (typeof value === "string" && !isReadableText(value, root)) return false;
    if (!isObject(value)) continue;
    if (depth > MAX_DEPTH) return false;
    for (const part of Object.values(value)) open.push({ value: part, depth: depth + 1 });
  }
  return true;
}

const isReadableText = (text: string, root: unknown) =>
  !text.startsWith("$") || WRITTEN.test(text) || leadsSomewhere(text, root);

/** What stands in the arguments twice is written once; the second place says where: `$0:0:data`. */
function leadsSomewhere(text: string, root: unknown): boolean {
  const [start, ...path] = text.split(":");
  if (start !== "$0") return false;
  let value = root;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return false;
    value = value[key];
  }
  return isObject(value);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
