"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { formQueries } from "@/lib/webhooks/form-queries";
import type { PreviewInput } from "@/lib/webhooks/preview-settings";

/** How many of the latest events would be sent, at a glance. */
export function MatchCount({ settings }: { settings: PreviewInput }) {
  const { data } = useQuery({ ...formQueries.matches(settings), placeholderData: keepPreviousData });
  if (!data || data.events.length === 0) return null;
  return (
    <span className="figures rounded-full bg-muted px-1.5 font-normal text-2xs text-muted-foreground">
      {data.matched} of {data.events.length}
    </span>
  );
}
