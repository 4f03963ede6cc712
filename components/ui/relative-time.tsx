"use client";

import * as React from "react";
import { formatMoment, formatRelative } from "@/lib/format";

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const currentTick = () => Math.floor(Date.now() / TICK_MS);
/** While hydrating: the server's time zone is not the reader's, so the exact time waits for the browser. */
const serverTick = () => null;

type RelativeTimeProps = Omit<React.ComponentProps<"time">, "dateTime" | "children"> & {
  value: Date | string;
};

/** "2 min ago" or "in 30 s"; the exact local time in its title. Keeps itself up to date. */
export function RelativeTime({ value, className, ...props }: RelativeTimeProps) {
  const tick = React.useSyncExternalStore(subscribe, currentTick, serverTick);
  const date = typeof value === "string" ? new Date(value) : value;
  const iso = date.toISOString();
  return (
    // The words may differ by a second between server and browser: that is the nature of the thing, not a fault.
    <time
      dateTime={iso}
      title={tick === null ? iso : formatMoment(date)}
      suppressHydrationWarning
      className={className}
      {...props}
    >
      {formatRelative(date)}
    </time>
  );
}

/** A moment in the reader's own time zone, such as "22 Nov 2026, 14:03:09". */
export function LocalTime({ value, ...props }: RelativeTimeProps) {
  const tick = React.useSyncExternalStore(subscribe, currentTick, serverTick);
  const date = typeof value === "string" ? new Date(value) : value;
  const iso = date.toISOString();
  return (
    <time dateTime={iso} title={iso} {...props}>
      {tick === null ? formatMoment(date, "UTC") : formatMoment(date)}
    </time>
  );
}
