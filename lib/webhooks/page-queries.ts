import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { every, readLive } from "@/lib/live/read";
import type { Range, WebhookStats } from "./chart";
import type { RecentFailure } from "./failures";
import type { HistoryPage } from "./history";
import type { ReceiverPause } from "./pause";
import type { Missed } from "./replay";
import type { SecretVersion } from "./rotate";
import type { TestResult } from "./test-event";
import type { WebhookUse } from "./uses";

const key = (id: string, what: string) => ["webhooks", "page", id, what] as const;

/** Whether the job of a test event has ended, one way or the other. */
const isOver = (result: TestResult | undefined): boolean =>
  ["succeeded", "failed", "cancelled"].includes(result?.job?.status ?? "");

/** Keys and reads of what a webhook's own page shows, beside the webhook itself. */
export const webhookPageQueries = {
  stats: (id: string, range: Range) =>
    queryOptions({
      queryKey: [...key(id, "stats"), range],
      queryFn: ({ signal }) => readLive<WebhookStats>(`webhooks/${id}/stats`, { range }, signal),
      refetchInterval: every(10_000),
    }),
  failures: (id: string) =>
    queryOptions({
      queryKey: key(id, "failures"),
      queryFn: ({ signal }) => readLive<RecentFailure[]>(`webhooks/${id}/failures`, {}, signal),
      refetchInterval: every(5_000),
    }),
  /** Until when its receiver asked to be left alone; null while it may be sent to. */
  pause: (id: string) =>
    queryOptions({
      queryKey: key(id, "pause"),
      queryFn: ({ signal }) => readLive<ReceiverPause | null>(`webhooks/${id}/pause`, {}, signal),
      refetchInterval: every(5_000),
    }),
  uses: (id: string) =>
    queryOptions({
      queryKey: key(id, "uses"),
      queryFn: ({ signal }) => readLive<WebhookUse[]>(`webhooks/${id}/uses`, {}, signal),
      staleTime: 0,
    }),
  /** What it missed while it was off; null when there is nothing to offer. */
  missed: (id: string) =>
    queryOptions({
      queryKey: key(id, "missed"),
      queryFn: ({ signal }) => readLive<Missed | null>(`webhooks/${id}/missed`, {}, signal),
    }),
  /** The signing secrets without their values. */
  secrets: (id: string) =>
    queryOptions({
      queryKey: key(id, "secrets"),
      queryFn: ({ signal }) => readLive<SecretVersion[]>(`webhooks/${id}/secrets`, {}, signal),
      refetchInterval: every(30_000),
    }),
  /** What became of a test event; asked for again and again until its job is over. */
  testResult: (eventId: string) =>
    queryOptions({
      queryKey: ["webhooks", "test-result", eventId],
      queryFn: ({ signal }) => readLive<TestResult>(`test-events/${eventId}`, {}, signal),
      refetchInterval: (query) => (isOver(query.state.data) ? false : every(400)(query)),
    }),
  history: (id: string) =>
    infiniteQueryOptions({
      queryKey: key(id, "history"),
      queryFn: ({ pageParam, signal }) =>
        readLive<HistoryPage>(`webhooks/${id}/history`, { before: pageParam }, signal),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: ({ nextBefore }) => nextBefore ?? undefined,
    }),
};
