import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
 * HMAC-SHA256 over `id.timestamp.body`, the exact bytes sent, keyed with the decoded part of `whsec_<base64>`.
 */
const PREFIX = "whsec_";
const KEY_CACHE_SIZE = 10_000;

/** Decoded keys by secret: decoding costs as much as signing a small body does. */
const keys = new Map<string, Buffer>();

function keyOf(secret: string): Buffer {
  let key = keys.get(secret);
  if (key === undefined) {
    key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");
    if (key.length === 0) throw new Error("A signing secret is whsec_ and base64.");
    if (keys.size >= KEY_CACHE_SIZE) keys.delete(keys.keys().next().value as string);
    keys.set(secret, key);
  }
  return key;
}

function signature(secret: string, head: string, body: string | Buffer): string {
  return createHmac("sha256", keyOf(secret)).update(head).update(body).digest("base64");
}

/**
 * The value of `webhook-signature`: one `v1,<base64>` for each secret, separated by a space. Two secrets sign while one replaces the other.
 * @param timestampSeconds Unix seconds, as in `webhook-timestamp`.
 * @param secrets at least one, current first.
 */
export function sign(input: {
  id: string;
  timestampSeconds: number;
  body: string | Buffer;
  secrets: readonly string[];
}): string {
  const head = `${input.id}.${input.timestampSeconds}.`;
  const [first, ...others] = input.secrets;
  if (first === undefined) throw new Error("Nothing to sign with: a webhook has at least one secret.");
  let value = `v1,${signature(first, head, input.body)}`;
  for (const secret of others) value += ` v1,${signature(secret, head, input.body)}`;
  return value;
}

type VerifyCode =
  | "missing_header"
  | "bad_timestamp"
  | "too_old"
  | "too_new"
  | "no_v1_signature"
  | "body_reformatted"
  | "mismatch";

export type Verification = { ok: true } | { ok: false; code: VerifyCode; message: string };

export type HeaderSource =
  | Readonly<Record<string, string | undefined>>
  | readonly (readonly [string, string])[];

const refuse = (code: VerifyCode, message: string): Verification => ({ ok: false, code, message });

function headerReader(headers: HeaderSource): (name: string) => string | undefined {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
  return (name) => pairs.find(([key]) => key.toLowerCase() === name)?.[1]?.trim() || undefined;
}

/**
 * Checks a received request as a receiver does, and says what is wrong. Constant time in the comparison.
 * @param nowSeconds the receiver's clock, Unix seconds; `toleranceSeconds` both ways, 300 by the specification.
 */
export function verify(
  headers: HeaderSource,
  body: string | Buffer,
  secrets: readonly string[],
  nowSeconds: number,
  toleranceSeconds = 300,
): Verification {
  const read = headerReader(headers);
  const [id, timestamp, signatures] = [
    read("webhook-id"),
    read("webhook-timestamp"),
    read("webhook-signature"),
  ];
  if (!id || !timestamp || !signatures) {
    const missing = [
      !id && "webhook-id",
      !timestamp && "webhook-timestamp",
      !signatures && "webhook-signature",
    ];
    return refuse("missing_header", `The request has no ${missing.filter(Boolean).join(", ")} header.`);
  }
  const stale = timestampProblem(timestamp, nowSeconds, toleranceSeconds);
  if (stale) return stale;
  const given = signatures
    .split(" ")
    .filter((entry) => entry.startsWith("v1,"))
    .map((entry) => Buffer.from(entry.slice(3)));
  if (given.length === 0) {
    return refuse("no_v1_signature", "webhook-signature has no entry of the form v1,<base64>.");
  }
  const head = `${id}.${timestamp}.`;
  const matches = (text: string | Buffer) =>
    secrets.some((secret) => given.some((entry) => same(entry, Buffer.from(signature(secret, head, text)))));
  if (matches(body)) return { ok: true };
  if (reformatted(body).some(matches)) {
    return refuse(
      "body_reformatted",
      "The secret is right, but the body was changed on its way: it was parsed and written again, or white space was added. Sign the raw bytes as they came.",
    );
  }
  return refuse(
    "mismatch",
    "No signature matches: the secret is another one, or the body, webhook-id or webhook-timestamp was changed.",
  );
}

function timestampProblem(
  timestamp: string,
  nowSeconds: number,
  tolerance: number,
): Verification | undefined {
  if (!/^\d{1,12}$/.test(timestamp)) {
    return refuse("bad_timestamp", `webhook-timestamp is "${timestamp.slice(0, 40)}", not Unix seconds.`);
  }
  const age = nowSeconds - Number(timestamp);
  if (age > tolerance) {
    return refuse("too_old", `The request was signed ${age} s ago; at most ${tolerance} s are accepted.`);
  }
  if (age < -tolerance) {
    return refuse(
      "too_new",
      `The request was signed ${-age} s in the future; at most ${tolerance} s are accepted. One of the clocks is wrong.`,
    );
  }
  return undefined;
}

const same = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

/** Forms a body takes when a framework or a person handled it before it was verified. */
function reformatted(body: string | Buffer): string[] {
  const text = body.toString();
  const forms = [text.trim()];
  try {
    forms.push(JSON.stringify(JSON.parse(text)));
  } catch {
    // Not JSON: nothing was re-serialised.
  }
  return forms.filter((form) => form !== text);
}
