import { createHash } from "node:crypto";
import { onCommit } from "@/db/client";
import type { Routes } from "../triggers";
import { type Executor, type IncomingEvent, storeEvents } from "./store";

type Options = {
  routes: () => Routes;
  /** Where events go: the caller's transaction if there is one. */
  executor: () => Executor;
  /** Tells the engines, once the events are committed. */
  wake: () => void;
};

/** A finished step of a run under way, as the SDK reports it. */
type StepReport = { id: string; data?: unknown };
type Sink = (steps: StepReport[]) => boolean;

/** Who takes the step reports of the runs that this process is executing, by run id. */
export const stepSinks = new Map<string, Sink>();

/**
 * What the Inngest client calls instead of the network while the embedded engine is in charge: events are stored, the
 * steps of a run under way go to the engine that runs it, and nothing else is answered.
 */
export function createEmbeddedFetch({ routes, executor, wake }: Options): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const body: unknown = JSON.parse(typeof init?.body === "string" ? init.body : "null");
    if (url.pathname.startsWith("/e/")) {
      const seed = new Headers(init?.headers).get("x-inngest-event-id-seed");
      const ids = await storeEvents(executor(), incomingEvents(body, seed), routes());
      await onCommit(async () => wake());
      return Response.json({ ids, status: 200 });
    }
    const report = /^\/v1\/checkpoint\/([^/]+)\/async$/.exec(url.pathname);
    if (report) return takeReport(decodeURIComponent(report[1] as string), body);
    return Response.json({ error: `The embedded engine has no ${url.pathname}.` }, { status: 404 });
  };
}

/**
 * The SDK repeats a send that failed under the same seed, so that ids made from the seed make the repeated events
 * count once. An event without a seed gets an id when it is stored.
 */
function incomingEvents(body: unknown, seed: string | null): IncomingEvent[] {
  const events = (Array.isArray(body) ? body : [body]) as (IncomingEvent & { id?: string | null })[];
  return events.map(({ id, name, data, ts }, index) => ({
    id: id || (seed === null ? undefined : idFromSeed(seed, index)),
    name,
    data,
    ts,
  }));
}

function idFromSeed(seed: string, index: number): string {
  return createHash("sha256").update(`${seed}:${index}`).digest("base64url");
}

function takeReport(runId: string, body: unknown): Response {
  const { steps } = body as { steps: StepReport[] };
  const taken = stepSinks.get(runId)?.(steps) ?? false;
  // 409 tells the SDK that the run is another's now, and to stop.
  return taken ? Response.json({}) : Response.json({ error: "This run is not held here." }, { status: 409 });
}
