"use client";

import { useIsLocal } from "@/components/ui/use-is-local";

/** When an event is, to the minute, in the reader's time zone: "18 Apr 2027, 19:00". */
export function EventDate({ value }: { value: string }) {
  const local = useIsLocal();
  const text = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(local ? {} : { timeZone: "UTC" }),
  }).format(new Date(value));
  return (
    <time dateTime={value}>
      {text}
      {local ? "" : " UTC"}
    </time>
  );
}
