import { queryOptions } from "@tanstack/react-query";
import { every, readLive } from "@/lib/live/read";
import type { CalendarEvent, Registration } from "./data";

const PATH = "modules/calendar-events";

/** Keys and reads of calendar events: for what the server puts in, for hooks and for what to ask again. */
export const calendarEventQueries = {
  all: () => ["calendar-events"] as const,
  list: () =>
    queryOptions({
      queryKey: ["calendar-events", "list"],
      queryFn: ({ signal }) => readLive<CalendarEvent[]>(PATH, {}, signal),
      refetchInterval: every(10_000),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["calendar-events", "detail", id],
      queryFn: ({ signal }) => readLive<CalendarEvent>(`${PATH}/${id}`, {}, signal),
    }),
  registrations: (id: string) =>
    queryOptions({
      queryKey: ["calendar-events", "registrations", id],
      queryFn: ({ signal }) => readLive<Registration[]>(`${PATH}/${id}/registrations`, {}, signal),
      refetchInterval: every(5_000),
    }),
};
