import { lookup as dnsLookup } from "node:dns/promises";

/** Resolves a host name to all of its addresses; rejects with Node's DNS errors (`ENOTFOUND`, `EAI_AGAIN`, …). */
export type Lookup = (hostname: string) => Promise<string[]>;

/** A look-up that hangs is not waited for by those who come later than this. */
const PENDING_MS = 10_000;

type Entry = { answer: Promise<string[]>; until: number };

/**
 * Asks once for a name that many want at the same moment, and remembers the answer for a moment. System look-ups block a thread of Node's small
 * pool for as long as a dead name server takes: without this, a few such names would hold up everybody's.
 * @param ask does the look-up; `now` in ms. Good answers are kept `keepMs`, failures `keepFailuresMs`, at most `size` names.
 */
export function rememberingLookup(
  ask: Lookup,
  { now = Date.now, keepMs = 5_000, keepFailuresMs = 2_000, size = 5_000 } = {},
): Lookup {
  const known = new Map<string, Entry>();
  return (hostname) => {
    const hit = known.get(hostname);
    if (hit && hit.until > now()) return hit.answer;
    const entry: Entry = { answer: ask(hostname), until: now() + PENDING_MS };
    entry.answer.then(
      () => {
        entry.until = now() + keepMs;
      },
      () => {
        entry.until = now() + keepFailuresMs;
      },
    );
    known.delete(hostname);
    if (known.size >= size) known.delete(known.keys().next().value as string);
    known.set(hostname, entry);
    return entry.answer;
  };
}

/** The system's resolver (hosts file, search domains and all), as any other program on the machine sees names. */
export const systemLookup: Lookup = rememberingLookup(async (hostname) => {
  const answers = await dnsLookup(hostname, { all: true, verbatim: true });
  return answers.map(({ address }) => address);
});
