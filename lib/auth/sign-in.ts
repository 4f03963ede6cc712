import { cookies } from "next/headers";
import { addressOf } from "@/lib/client-address";
import { deviceCookieName, secureCookies } from "./cookies";
import { deviceFor } from "./device";
import { heldToken } from "./session";
import { endOwnSession, startSession } from "./sessions/mutations";
import { verifyCredentials } from "./verify-credentials";

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Signs in: checks the password, starts a session and makes the browser known.
 * @param input `{ email, password }`, not yet checked
 * @returns the session's token, or null if the two do not match
 * @throws AppError rate_limited, unavailable
 */
export async function signIn(input: unknown, headers: Headers): Promise<string | null> {
  const address = addressOf(headers);
  const jar = await cookies();
  const device = jar.get(deviceCookieName())?.value;
  const user = await verifyCredentials(input, { address, device });
  if (!user) return null;
  const token = await startSession(user, { address, userAgent: headers.get("user-agent") ?? "" });
  if (!token) return null;
  // A browser has one session: the one before would go on without a cookie that could end it.
  const earlier = await heldToken();
  if (earlier) await endOwnSession(earlier);
  jar.set(deviceCookieName(), deviceFor(device, user.email), {
    httpOnly: true,
    sameSite: "lax",
    path: "/api/auth",
    secure: secureCookies(),
    maxAge: YEAR_SECONDS,
  });
  return token;
}
