import { afterAll, beforeAll, vi } from "vitest";
import type { Ctx } from "@/lib/auth/context";
import { createWebhook } from "@/lib/webhooks/mutations";
import type { WebhookInput } from "@/lib/webhooks/schema";
import { startDelivering } from "./delivering";
import { type Receiver, startReceiver } from "./receiver";

/** An attendee event whose data has this id. */
export const attendee = (id: string) => ({
  type: "attendee.created",
  data: {
    id,
    first_name: "Grace",
    last_name: "Hopper",
    email: "grace@example.org",
    ticket_type: null,
    attendee_type: "Speaker",
    language: "en",
    created_at: "2026-04-02T08:15:00Z",
    updated_at: "2026-04-02T08:15:00Z",
  },
});

/** An event as somebody types it to send it as a test. */
export const typed = ({ type, data, changes }: { type: string; data: object; changes?: object }) => ({
  type,
  data: JSON.stringify(data),
  ...(changes && { changes: JSON.stringify(changes) }),
});

/** Tries a second apart: the engine's timers are no finer. */
export const quick = (tries: number): WebhookInput["retry"] => ({
  kind: "custom",
  delaysSeconds: Array(tries - 1).fill(1),
});

const receivers: Receiver[] = [];

/** Runs the whole way from event to delivery around the tests of a file. */
export function deliverInThisFile(): void {
  let delivering: { stop: () => Promise<void> };
  beforeAll(async () => {
    delivering = await startDelivering();
  });
  afterAll(async () => {
    await delivering.stop();
    await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  });
}

/** A receiver that is closed with the file. */
export async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...args);
  receivers.push(started);
  return started;
}

/** An active webhook for attendee events, unless the settings say otherwise. */
export function hook(ctx: Ctx, url: string, settings: Partial<WebhookInput> = {}) {
  return createWebhook(ctx, { name: "Hook", url, subscriptions: ["attendee.*"], active: true, ...settings });
}

/** Looks until it does not throw. */
export const until = <T>(look: () => Promise<T> | T) => vi.waitFor(look, { timeout: 15_000, interval: 50 });

/** The ids of the attendees a receiver was told of, in the order they came. */
export const idsAt = ({ requests }: Receiver) =>
  requests.map(({ body }) => JSON.parse(body).data.id as string);
