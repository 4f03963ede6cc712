import { setTimeout as delay } from "node:timers/promises";
import { serve } from "inngest/edge";
import { env } from "@/env";
import { logFault } from "@/lib/log";
import { served } from "./served";

const LONGEST_PAUSE_MS = 60_000;

/**
 * Tells Inngest which functions there are and where to call them, until it has taken that in. The server does so itself when it
 * starts: over the network nobody may ask it to without Inngest's signature. With the embedded engine there is nothing to do.
 * @returns `done` once Inngest knows, or when stopped; `stop` gives up
 */
export function registerFunctions(pauseMs = 1_000): { done: Promise<void>; stop: () => void } {
  const stopping = new AbortController();
  const done = env().HOOKYARD_ENGINE === "inngest" ? persist(pauseMs, stopping.signal) : Promise.resolve();
  return { done, stop: () => stopping.abort() };
}

async function persist(firstPauseMs: number, signal: AbortSignal): Promise<void> {
  for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const refusal = await register();
    if (refusal === null) return;
    if (pauseMs === firstPauseMs)
      logFault("Inngest did not take the functions; asking again until it does", refusal);
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** @returns what went wrong, or null */
async function register(): Promise<string | null> {
  const what = served();
  const { href, host } = new URL(what.servePath, what.serveOrigin);
  // Asked by ourselves and from nowhere else, so it needs no signature.
  const handle = serve({ ...what, enableUnauthedSync: true });
  const answer = await handle(new Request(href, { method: "PUT", headers: { host } }));
  return answer.ok ? null : answer.text();
}
