import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { authCookies, secureCookies } from "./cookies";
import { type Refusal, refusalOf } from "./refusal";
import { endOwnSession, SESSION_SECONDS } from "./sessions/mutations";
import { signIn } from "./sign-in";

// next-auth takes the address from the request instead of a fixed one, so that any port and host name works.
process.env.AUTH_TRUST_HOST ??= "1";

/**
 * How people sign in: e-mail address and password, and a cookie that carries the token of a session and nothing more. What
 * the session is worth is read from its row with every request (session.ts).
 * @param onRefusal told of a try that was not looked at
 */
export function authOptions(onRefusal: (refusal: Refusal) => void): NextAuthOptions {
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
