"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";

/** After something was done that is told to webhooks: says so, with the way to the event, and reads anew. */
export function useTold() {
  const client = useQueryClient();
  const router = useRouter();
  return (message: string, type: string, eventId: string) => {
    toast.success(message, {
      description: `${type} is on its way.`,
      action: { label: "See event", onClick: () => router.push(`/developers/events/${eventId}` as Route) },
    });
    return client.invalidateQueries({ queryKey: calendarEventQueries.all() });
  };
}
