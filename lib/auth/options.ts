import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { authCookies, secureCookies } from "./cookies";
import { verifyCredentials } from "./verify-credentials";

const TWO_WEEKS_SECONDS = 14 * 24 * 3600;

/** What the sign-in form shows; next-auth hands on an error's message alone. */
export const RATE_LIMITED = "RateLimited";

/** How people sign in: e-mail address and password, and a signed session cookie that says who they are and nothing more. */
export function authOptions(): NextAuthOptions {
  // The address that next-auth puts into what it answers is ours, whatever a request says. The form asks by path alone, and so
  // signing in works by any name of this machine.
  process.env.NEXTAUTH_URL = new URL(env().HOOKYARD_PUBLIC_URL).origin;
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: TWO_WEEKS_SECONDS },
    pages: { signIn: "/sign-in" },
    useSecureCookies: secureCookies(),
    cookies: authCookies(),
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) => signIn(credentials, request.headers),
      }),
    ],
    callbacks: {
      redirect: ({ baseUrl }) => baseUrl,
      // Name and role are read from the database with every request: a token would keep old ones.
      jwt: ({ token, user }) => (user ? { sub: user.id } : { sub: token.sub ?? "" }),
      session: ({ session, token }) => ({ ...session, user: {}, userId: token.sub }),
    },
  };
}

async function signIn(credentials: unknown, headers: Record<string, unknown> | undefined) {
  const forwarded = String(headers?.["x-forwarded-for"] ?? "");
  try {
    return await verifyCredentials(credentials, forwarded.split(",")[0]?.trim() || "unknown");
  } catch (error) {
    if (error instanceof AppError && error.code === "rate_limited") throw new Error(RATE_LIMITED);
    throw error;
  }
}
