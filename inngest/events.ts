import { z } from "zod";

/** What Hookyard tells Inngest: hints that something is due; what, stands in PostgreSQL. */
export const events = {
  /** Batches of events were committed that no process has taken on. */
  "hookyard/batches.left": z.object({}),
  /** Lanes have something due at the event's time. */
  "hookyard/lanes.due": z.object({}),
};

export type EventName = keyof typeof events;

/** An event on its way to Inngest. The same `id` twice is one event; one with a `ts` (epoch ms) ahead starts its runs then. */
export type OutgoingEvent = {
  [N in EventName]: { name: N; id?: string; ts?: number; data: z.infer<(typeof events)[N]> };
}[EventName];
