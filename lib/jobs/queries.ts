import { queryOptions } from "@tanstack/react-query";
import { every, readLive } from "@/lib/live/read";
import type { JobDetail, JobPage } from "./data";
import type { JobFilter, JobStatus } from "./schema";

const OVER: readonly JobStatus[] = ["succeeded", "failed", "cancelled"];

/** Keys and reads of jobs: for what the server puts in, for hooks and for what to ask again. */
export const jobQueries = {
  all: () => ["jobs"] as const,
  /** Older pages hardly change: they are asked for less often. */
  list: (filter: JobFilter) =>
    queryOptions({
      queryKey: ["jobs", "list", filter],
      queryFn: ({ signal }) => readLive<JobPage>("jobs", filter, signal),
      refetchInterval: every(filter.cursor ? 5_000 : 1_500),
    }),
  detail: (number: number) =>
    queryOptions({
      queryKey: ["jobs", "detail", number],
      queryFn: ({ signal }) => readLive<JobDetail>(`jobs/${number}`, {}, signal),
      refetchInterval: (query) => {
        const status = query.state.data?.status;
        return every(status && OVER.includes(status) ? 10_000 : 1_000)(query);
      },
    }),
};
