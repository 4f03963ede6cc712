import { queryOptions } from "@tanstack/react-query";
import { every, readLive } from "@/lib/live/read";
import type { Webhook, WebhookRow } from "./data";

/** Keys and reads of webhooks: for what the server puts in, for hooks and for what to ask again. */
export const webhookQueries = {
  all: () => ["webhooks"] as const,
  list: () =>
    queryOptions({
      queryKey: ["webhooks", "list"],
      queryFn: ({ signal }) => readLive<WebhookRow[]>("webhooks", {}, signal),
      refetchInterval: every(5_000),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["webhooks", "detail", id],
      queryFn: ({ signal }) => readLive<Webhook>(`webhooks/${id}`, {}, signal),
      refetchInterval: every(5_000),
    }),
};
