import type { Result } from "@/lib/result";
import { FailureError, unwrap } from "./failure";

type Params = Record<string, string | number | undefined>;

/**
 * Reads one of the console's own routes (app/api/live) from the browser.
 * @param params those that are undefined are left out
 * @throws FailureError as the server refused it; TypeError when it could not be reached
 */
export async function readLive<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  const query = new URLSearchParams(
    Object.entries(params).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  ).toString();
  const response = await fetch(`/api/live/${path}${query ? `?${query}` : ""}`, { signal: signal ?? null });
  return unwrap((await response.json()) as Result<T>);
}

/** How often a screen asks again: not at all once the session ended or the thing is gone. For `refetchInterval`. */
export const every = (ms: number) => (query: { state: { error: Error | null } }) => {
  const { error } = query.state;
  return error instanceof FailureError && error.failure.code !== "unavailable" ? false : ms;
};
