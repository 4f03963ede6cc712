import { limitKeyOf } from "@/lib/client-address";
import { createThrottle } from "./throttle";
import type { Client } from "./turns";

const TEN_MINUTES_MS = 10 * 60_000;

// Counted in this process alone: with several web servers a guesser has so many more tries.
const byDevice = createThrottle({ max: 8, windowMs: TEN_MINUTES_MS });
const byAddressAndAccount = createThrottle({ max: 8, windowMs: TEN_MINUTES_MS });
const byAddress = createThrottle({ max: 100, windowMs: TEN_MINUTES_MS });
const byAccount = createThrottle({ max: 100, windowMs: TEN_MINUTES_MS });

/**
 * The limits on wrong guesses that count for one try. A device that has been let in before has a limit of its own and no
 * other, so that nobody can keep its owner out. For the rest: few tries an address and account, more an address, and, for
 * guesses from many addresses, a limit an account.
 * @param email in lower case, of an account or of none: they are answered alike
 * @param device as `deviceOf` knows it
 */
export function guessesOf(email: string, address: string, device: string | null) {
  const place = limitKeyOf(address);
  const own = device
    ? { throttle: byDevice, key: `${device} ${email}` }
    : { throttle: byAddressAndAccount, key: `${place} ${email}` };
  const shared = device
    ? []
    : [
        { throttle: byAddress, key: place },
        { throttle: byAccount, key: email },
      ];
  const all = [own, ...shared];
  const client: Client = { key: device ?? place, known: device !== null };
  return {
    client,
    /** Whether there must be no try now. */
    spent: (): boolean => all.some(({ throttle, key }) => throttle.blocked(key)),
    /** Counts a try as wrong before the answer is known, so that those made at the same time count too. */
    count(): void {
      for (const { throttle, key } of all) throttle.fail(key);
    },
    /** It was not tried after all. */
    undo(): void {
      for (const { throttle, key } of all) throttle.undo(key);
    },
    /** It was right: those before it were slips of the same hand. */
    clear(): void {
      own.throttle.forget(own.key);
      for (const { throttle, key } of shared) throttle.undo(key);
    },
  };
}
