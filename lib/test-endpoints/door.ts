import { createBuckets } from "./buckets";
import { KEPT_BODY_BYTES } from "./schema";

const MIB = 1024 * 1024;

/** What test endpoints take, in this process: enough for a webhook at full speed for a moment, too little to fill a disk with. */
export const PACES = {
  endpoint: {
    requests: { perSecond: 50, burst: 200 },
    bytes: { perSecond: 4 * MIB, burst: 16 * MIB },
  },
  /** All endpoints together, for one address: Hookyard itself is one, with many webhooks. */
  client: {
    requests: { perSecond: 200, burst: 800 },
    bytes: { perSecond: 16 * MIB, burst: 64 * MIB },
  },
  /** Look-ups of tokens that nobody knows here: by one address, and by all. */
  guesses: {
    client: { perSecond: 5, burst: 50 },
    all: { perSecond: 100, burst: 500 },
  },
};

/** Who wants in. `client` is an address, `bytes` what the body may have at most, as far as is known. */
export type Caller = { endpointId: string; client: string; bytes: number };

/** Whole seconds to wait, and whose limit it is; null when the caller may go in. */
export type Refusal = { retryAfterSeconds: number; reason: string } | null;

const ALL = "all";

/** The limits of `/api/inbox`: what goes in is taken off all of them, or off none. */
export function createDoor(now?: () => number) {
  const endpoint = {
    requests: createBuckets(PACES.endpoint.requests, now),
    bytes: createBuckets(PACES.endpoint.bytes, now),
  };
  const client = {
    requests: createBuckets(PACES.client.requests, now),
    bytes: createBuckets(PACES.client.bytes, now),
  };
  const guesses = {
    client: createBuckets(PACES.guesses.client, now),
    all: createBuckets(PACES.guesses.all, now),
  };

  return {
    /** Asks for one request; what it may weigh is taken until `weigh` says what it did. */
    enter(caller: Caller): Refusal {
      const { endpointId } = caller;
      const bytes = Math.min(caller.bytes, KEPT_BODY_BYTES);
      const here = Math.max(
        endpoint.requests.waitSeconds(endpointId, 1),
        endpoint.bytes.waitSeconds(endpointId, bytes),
      );
      if (here > 0) return refusal(here, "This test endpoint is sent more than it takes.");
      const whole = Math.max(
        client.requests.waitSeconds(caller.client, 1),
        client.bytes.waitSeconds(caller.client, bytes),
      );
      if (whole > 0) return refusal(whole, "Your address sends more than test endpoints take.");
      endpoint.requests.take(endpointId, 1);
      endpoint.bytes.take(endpointId, bytes);
      client.requests.take(caller.client, 1);
      client.bytes.take(caller.client, bytes);
      return null;
    },
    /** Gives back what was asked for beyond what came. */
    weigh(caller: Caller, bytes: number): void {
      const unused = Math.min(caller.bytes, KEPT_BODY_BYTES) - bytes;
      if (unused <= 0) return;
      endpoint.bytes.giveBack(caller.endpointId, unused);
      client.bytes.giveBack(caller.client, unused);
    },
    /** Asks for one look-up of a token that is not remembered. Known tokens cost nothing, once found. */
    guess(address: string): Refusal {
      const wait = Math.max(guesses.client.waitSeconds(address, 1), guesses.all.waitSeconds(ALL, 1));
      if (wait > 0)
        return refusal(wait, "Too many addresses of test endpoints that do not exist were tried.");
      guesses.client.take(address, 1);
      guesses.all.take(ALL, 1);
      return null;
    },
    /** The look-up found something: it was no guess. */
    found(address: string): void {
      guesses.client.giveBack(address, 1);
      guesses.all.giveBack(ALL, 1);
    },
  };
}

const refusal = (seconds: number, reason: string): Refusal => {
  const retryAfterSeconds = Math.ceil(seconds);
  const wait = retryAfterSeconds === 1 ? "a second" : `${retryAfterSeconds} seconds`;
  return { retryAfterSeconds, reason: `${reason} Send again in ${wait}.` };
};
