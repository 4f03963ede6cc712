import { queryOptions } from "@tanstack/react-query";
import { every, readLive } from "@/lib/live/read";
import type { EventDetail } from "./data";

const OVER = ["succeeded", "failed", "cancelled"];

/** Keys and reads of events: for what the server puts in, for hooks and for what to ask again. */
export const eventQueries = {
  detail: (id: string) =>
    queryOptions({
      queryKey: ["events", "detail", id],
      queryFn: ({ signal }) => readLive<EventDetail>(`events/${id}`, {}, signal),
      // Often while something is on its way, seldom once all is over.
      refetchInterval: (query) => {
        const jobs = query.state.data?.jobs ?? [];
        return every(jobs.every(({ status }) => OVER.includes(status)) ? 10_000 : 1_500)(query);
      },
    }),
};
