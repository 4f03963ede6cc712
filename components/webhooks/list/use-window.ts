"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

const STEP = 40;

/**
 * How many rows of a long list to show: the first ones, more as its end comes near, so that neither the first paint nor a change of the filter
 * builds hundreds of rows at once.
 * @param resetOn when this changes, the list begins anew
 * @returns the count, and what to put below the last row
 */
export function useWindow(total: number, resetOn: string): [number, RefObject<HTMLDivElement | null>] {
  const [state, setState] = useState({ count: STEP, resetOn });
  if (state.resetOn !== resetOn) setState({ count: STEP, resetOn });
  const end = useRef<HTMLDivElement>(null);
  const { count } = state;

  // biome-ignore lint/correctness/useExhaustiveDependencies: an observer tells of a change alone, so each growth needs a new one
  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && setState((now) => ({ ...now, count: now.count + STEP })),
      { rootMargin: "800px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [count, total, resetOn]);

  return [Math.min(count, total), end];
}
