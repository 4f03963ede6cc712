import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { getToken } from "next-auth/jwt";
import { env } from "@/env";
import { signInPath } from "@/lib/auth/callback-url";
import { sessionCookieName } from "@/lib/auth/cookies";
import { refuseCall } from "@/lib/http/action-call";
import { NONCE_HEADER, pagePolicy } from "@/lib/http/page-policy";

const PUBLIC = new Set(["/sign-in", "/setup"]);
/** For everybody, as is the page that says there is no such file. */
const FILE = /^\/_next\/|\.(?:png|svg|ico|webmanifest|txt)$/;

/**
 * Gives each page its content security policy, and leads those without a session to sign-in, and back. A convenience: pages, actions and routes each check for themselves.
 * Calls of actions that can't be read are refused before Next fails on them. (Sign-in leads on to setup while there is no organisation.)
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refused = await refuseCall(request);
  if (refused) return refused;
  const { pathname, search } = request.nextUrl;
  const path = `${pathname}${search}`;
  if (!PUBLIC.has(pathname) && !FILE.test(pathname)) {
    const token = await getToken({
      req: request,
      secret: env().NEXTAUTH_SECRET,
      cookieName: sessionCookieName(),
    });
    if (!token?.sub) return NextResponse.redirect(new URL(signInPath(path), request.url));
  }
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, env().NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-hookyard-path", path);
  headers.set(NONCE_HEADER, nonce);
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Whatever may be a page: routes under /api answer with a status, not with a redirect.
  matcher: ["/((?!api/|_next/static/).*)"],
};
