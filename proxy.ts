import { type NextRequest, NextResponse } from "next/server";
import { getToken } from "next-auth/jwt";
import { signInPath } from "@/lib/auth/callback-url";
import { sessionCookieName } from "@/lib/auth/cookies";
import { env } from "@/lib/env";
import { refuseCall } from "@/lib/http/action-call";

const PUBLIC = new Set(["/sign-in", "/setup"]);

/**
 * Leads those without a session to sign-in, and back. A convenience: pages, actions and routes each check for themselves.
 * Calls of actions that can't be read are refused before Next fails on them. (Sign-in leads on to setup while there is no organisation.)
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refused = await refuseCall(request);
  if (refused) return refused;
  const { pathname, search } = request.nextUrl;
  const path = `${pathname}${search}`;
  if (!PUBLIC.has(pathname)) {
    const token = await getToken({
      req: request,
      secret: env().NEXTAUTH_SECRET,
      cookieName: sessionCookieName(),
    });
    if (!token?.sub) return NextResponse.redirect(new URL(signInPath(path), request.url));
  }
  const headers = new Headers(request.headers);
  headers.set("x-hookyard-path", path);
  return NextResponse.next({ request: { headers } });
}

export const config = {
  // Pages alone: routes under /api answer with a status, not with a redirect, and files are for everybody.
  matcher: ["/((?!api/|_next/|.*\\.(?:png|svg|ico|webmanifest|txt)$).*)"],
};
