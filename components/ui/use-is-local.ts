"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the reader's time zone is known: in the browser, after hydrating. The server's must not be taken for it. */
export function useIsLocal(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
