import { useState } from "react";

/** The latest value that was good: what stays in sight while something is half typed. */
export function useLastGood<T>(value: T | undefined, isGood: (value: T) => boolean): T | undefined {
  const [kept, keep] = useState<T>();
  if (value === undefined || !isGood(value)) return kept;
  if (value !== kept) keep(value);
  return value;
}
