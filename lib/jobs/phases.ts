import type { Timings } from "@/db/types";

export type Phase = { name: string; ms: number; share: number };

/**
 * An exchange's phases in the order they came, with their share of the whole. Pure. `firstByteMs` counts from the beginning, so waiting
 * is what of it was not spent on the connection; without a first byte all that is left was waiting.
 */
export function phasesOf(timings: Timings): Phase[] {
  const { dnsMs = 0, connectMs = 0, tlsMs = 0, firstByteMs, totalMs } = timings;
  const opening = dnsMs + connectMs + tlsMs;
  const waited = Math.max(0, (firstByteMs ?? totalMs) - opening);
  const read = firstByteMs === undefined ? 0 : Math.max(0, totalMs - firstByteMs);
  const phases = [
    { name: "DNS", ms: dnsMs },
    { name: "Connect", ms: connectMs },
    { name: "TLS", ms: tlsMs },
    { name: "Wait", ms: waited },
    { name: "Read", ms: read },
  ].filter(({ ms }) => ms > 0);
  const sum = phases.reduce((total, { ms }) => total + ms, 0);
  return phases.map((phase) => ({ ...phase, share: phase.ms / sum }));
}
