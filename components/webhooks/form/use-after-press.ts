import { useEffect, useRef } from "react";
import { afterPress } from "./after-press";

/**
 * Runs something once no pointer is pressed: as it is by then, since the press may have changed what it works on, and not at all if the press
 * took its component away.
 */
export function useAfterPress(run: () => void): () => void {
  const latest = useRef<(() => void) | null>(null);
  useEffect(() => {
    latest.current = run;
    return () => {
      latest.current = null;
    };
  });
  return () => afterPress(() => latest.current?.());
}
