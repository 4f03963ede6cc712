import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { readLimited } from "@/lib/http/body";
import { callbackCookieName } from "./cookies";

/** What the console asks of next-auth. Its own pages, and what it has for other ways to sign in, are answered by nobody. */
const CALLS = new Set([
  "GET csrf",
  "GET providers",
  "GET session",
  "GET signin",
  "POST callback/credentials",
  "POST signout",
]);

/**
 * A call as next-auth can take it: without an address to return to, which is the sign-in form's business, and with a form for a
 * body. By itself it answers 500 to such an address, cookie or body that can't be parsed.
 * @param path what follows /api/auth/
 * @returns null for a call that there is none of
 * @throws AppError too_large
 */
export async function nextAuthCall(request: NextRequest, path: string): Promise<NextRequest | null> {
  const { method, headers } = request;
  if (!CALLS.has(`${method} ${path}`)) return null;
  await dropCallback();
  const url = new URL(request.nextUrl.pathname, request.nextUrl.origin);
  if (method !== "POST") return new NextRequest(url, { headers });
  const own = new Headers(headers);
  own.set("content-type", "application/x-www-form-urlencoded");
  own.delete("content-length");
  return new NextRequest(url, { method, headers: own, body: await formOf(request) });
}

async function dropCallback(): Promise<void> {
  const jar = await cookies();
  const callback = jar.get(callbackCookieName())?.value;
  const isAddress = callback && URL.canParse(callback) && /^https?:/i.test(callback);
  if (callback && !isAddress) jar.delete(callbackCookieName());
}

/** The fields that are text; none of what is neither a form nor JSON. */
async function formOf({ headers, body }: NextRequest): Promise<string> {
  const text = body ? (await readLimited(body)).toString("utf8") : "";
  const form = headers.get("content-type")?.includes("application/json")
    ? new URLSearchParams(textFields(text))
    : new URLSearchParams(text);
  form.delete("callbackUrl");
  return form.toString();
}

function textFields(json: string): [string, string][] {
  try {
    const fields: unknown = JSON.parse(json);
    if (typeof fields !== "object" || fields === null) return [];
    return Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === "string");
  } catch {
    return [];
  }
}
