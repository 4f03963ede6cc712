import { AppError } from "@/lib/errors";
import { logFault } from "@/lib/log";

/** Why a try at signing in was not looked at. The form knows it by its name, other programs by its status. */
export type Refusal = { name: "RateLimited" | "Busy" | "Unavailable"; status: number; retrySeconds: number };

/** @param error what `signIn` threw; logged unless it was thrown on purpose */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof AppError && error.code === "rate_limited") {
    return { name: "RateLimited", status: 429, retrySeconds: 600 };
  }
  if (error instanceof AppError && error.code === "unavailable") {
    return { name: "Busy", status: 429, retrySeconds: 5 };
  }
  logFault("Signing in failed", error);
  return { name: "Unavailable", status: 503, retrySeconds: 5 };
}

/** next-auth answers every failure with 401, or a redirect for browsers without scripts: neither says when to come again. */
export function asRefused(response: Response, { status, retrySeconds }: Refusal): Response {
  const headers = new Headers(response.headers);
  headers.delete("location");
  headers.set("retry-after", String(retrySeconds));
  return new Response(response.body, { status, headers });
}
