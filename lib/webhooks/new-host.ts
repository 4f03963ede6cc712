import { urlShapeProblem } from "./url-shape";

/** At a header whose saved value would go to a host that it was not given for. */
export const GIVE_AGAIN = "The address leads to another host: give this value again.";

/** Scheme, host and port of an address, as it is connected to; null when it is no whole address. */
export function originOf(url: string): string | null {
  const text = url.trim();
  return urlShapeProblem(text) === null ? new URL(text).origin : null;
}

/**
 * Whether two addresses lead to different hosts: another name, another port, or another scheme, because what was encrypted on its way would no
 * longer be. What is no address leads elsewhere than anything.
 */
export function leadsElsewhere(before: string, after: string): boolean {
  const origin = originOf(before);
  return origin === null || origin !== originOf(after);
}
