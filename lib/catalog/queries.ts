import { queryOptions } from "@tanstack/react-query";
import { readLive } from "@/lib/live/read";
import type { EventTypeInfo } from "./define";

/** An event type with something to try it with. */
export type TypeSample = Pick<EventTypeInfo, "name" | "module" | "sample" | "sampleText" | "sampleChanges">;

/** Keys and reads of the event catalog. It hardly ever changes. */
export const catalogQueries = {
  samples: () =>
    queryOptions({
      queryKey: ["event-types", "samples"],
      queryFn: ({ signal }) => readLive<TypeSample[]>("event-types", {}, signal),
      staleTime: 60_000,
    }),
};
