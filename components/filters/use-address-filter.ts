"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/**
 * Filters kept in the address bar, so that they survive a reload and can be passed on. Changing them costs no navigation.
 * @returns what is there now, and a function that changes some of it (null or "" takes a filter away)
 */
export function useAddressFilter(): [
  URLSearchParams,
  (changes: Record<string, string | null>, history?: "replace" | "push") => void,
] {
  const params = useSearchParams();
  const pathname = usePathname();
  const change = useCallback(
    (changes: Record<string, string | null>, history: "replace" | "push" = "replace") => {
      const next = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(changes)) {
        if (value) next.set(key, value);
        else next.delete(key);
      }
      const address = next.size > 0 ? `${pathname}?${next}` : pathname;
      if (history === "push") window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [pathname],
  );
  return [params, change];
}
