import { z } from "zod";

/** What Hookyard tells Inngest. Ids only: bodies, headers and secrets stay in PostgreSQL. */
export const events = {
  /** A batch of events was committed. */
  "hookyard/events.accepted": z.object({ batchId: z.string() }),
  /** A lane (a webhook's jobs, in order) has something due at `at` (epoch ms), or now. */
  "hookyard/lane.due": z.object({ webhookId: z.string(), at: z.number().optional() }),
};

export type EventName = keyof typeof events;

/** An event on its way to Inngest. The same `id` twice is one event. */
export type OutgoingEvent = {
  [N in EventName]: { name: N; id?: string; data: z.infer<(typeof events)[N]> };
}[EventName];
