import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/env";
import { authCookies, secureCookies } from "./cookies";
import { type Refusal, refusalOf } from "./refusal";
import { endOwnSession, SESSION_SECONDS } from "./sessions/mutations";
import { signIn } from "./sign-in";

/**
 * How people sign in: e-mail address and password, and a cookie that carries the token of a session and nothing more. What
 * the session is worth is read from its row with every request (session.ts).
 * @param onRefusal told of a try that was not looked at
 */
export function authOptions(onRefusal: (refusal: Refusal) => void): NextAuthOptions {
  // The address that next-auth puts into what it answers is ours, whatever a request says. The form asks by path alone, and so
  // signing in works by any name of this machine.
  process.env.NEXTAUTH_URL = new URL(env().HOOKYARD_PUBLIC_URL).origin;
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in" },
    useSecureCookies: secureCookies(),
    cookies: authCookies(),
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          try {
            const token = await signIn(credentials, new Headers(request.headers));
            // To next-auth the session is the user: `sub` is whatever stands here.
            return token ? { id: token } : null;
          } catch (error) {
            const refusal = refusalOf(error);
            onRefusal(refusal);
            throw new Error(refusal.name);
          }
        },
      }),
    ],
    callbacks: {
      redirect: ({ baseUrl }) => baseUrl,
      jwt: ({ token, user }) => ({ sub: user ? user.id : (token.sub ?? "") }),
      // The token itself is never told to scripts.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.sub) await endOwnSession(token.sub);
      },
    },
  };
}
