import { remember } from "./remember";

/** A pace: so much a second in the long run, and `burst` at once. */
export type Pace = { perSecond: number; burst: number };

type Bucket = { level: number; at: number };

/** Callers that are remembered; one that is forgotten begins with a full bucket again. */
const SIZE = 10_000;

/**
 * Token buckets by key, in the memory of this process.
 * @param now the clock, in ms
 */
export function createBuckets({ perSecond, burst }: Pace, now: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>();

  /** The bucket as it is now, and last in the order in which they are forgotten. */
  function bucketOf(key: string): Bucket {
    const at = now();
    const known = buckets.get(key);
    const level = known ? Math.min(burst, known.level + ((at - known.at) / 1_000) * perSecond) : burst;
    const bucket = { level, at };
    remember(buckets, key, bucket, SIZE);
    return bucket;
  }

  return {
    /** Seconds until `amount` (at most `burst`) can be taken; 0 when it can be now. Takes nothing. */
    waitSeconds(key: string, amount: number): number {
      return Math.max(0, (amount - bucketOf(key).level) / perSecond);
    },
    take(key: string, amount: number): void {
      bucketOf(key).level -= amount;
    },
    /** What was taken and not used. */
    giveBack(key: string, amount: number): void {
      const bucket = bucketOf(key);
      bucket.level = Math.min(burst, bucket.level + amount);
    },
  };
}
