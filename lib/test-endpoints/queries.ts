import { queryOptions } from "@tanstack/react-query";
import { every, readLive } from "@/lib/live/read";
import type { ReceivedRequest, ReceivedRequestRow, TestEndpointRow } from "./data";

/** Keys and reads of test endpoints: for what the server puts in, for hooks and for what to ask again. */
export const testEndpointQueries = {
  all: () => ["test-endpoints"] as const,
  list: () =>
    queryOptions({
      queryKey: ["test-endpoints", "list"],
      queryFn: ({ signal }) => readLive<TestEndpointRow[]>("test-endpoints", {}, signal),
      refetchInterval: every(5_000),
    }),
  requests: (id: string) =>
    queryOptions({
      queryKey: ["test-endpoints", id, "requests"],
      queryFn: ({ signal }) => readLive<ReceivedRequestRow[]>(`test-endpoints/${id}/requests`, {}, signal),
      refetchInterval: every(1_000),
    }),
  /** What was received never changes. */
  request: (id: string, requestId: string) =>
    queryOptions({
      queryKey: ["test-endpoints", id, "requests", requestId],
      queryFn: ({ signal }) =>
        readLive<ReceivedRequest>(`test-endpoints/${id}/requests/${requestId}`, {}, signal),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};
