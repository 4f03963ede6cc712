import type { EventName } from "./events";

/** A function that an event starts. */
export type Route = {
  /** With the app's prefix, as Inngest knows it. */
  functionId: string;
  /** Where in the event the function's concurrency key is, such as `event.data.webhookId`. */
  concurrencyKey?: string;
};

export type Routes = Readonly<Record<string, readonly Route[]>>;

/**
 * Which functions an event starts, for those who send it into the embedded engine: the web server stores runs without
 * loading the functions themselves (they import lib, and lib sends). The engine refuses to start while this and the
 * functions' own triggers differ.
 */
export const routes = {
  "hookyard/batches.left": [{ functionId: "hookyard-fan-out" }],
  "hookyard/lanes.due": [{ functionId: "hookyard-lane" }],
} as const satisfies Record<EventName, readonly Route[]>;
