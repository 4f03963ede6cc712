/**
 * How fast one webhook's jobs may go after its receiver asked to be sent less (429). Pure: every function takes the
 * state and the clock, and answers the next state. A webhook that was not asked for an hour has no pace at all.
 *
 * What the receiver takes is not known, so it is felt for. At first the rate doubles every second from one a second. When that is
 * too much the rate is known roughly: sending goes on a little below it, comes back to it slowly, stays near it for long, and only then
 * feels for more, faster and faster (the cubic curve of RFC 9438). Each time the same rate turns out to be the most, it is felt for
 * less often, because every 429 costs a pause. Only requests that were taken raise the rate, never time that passes: a lane with
 * nothing to send has learned nothing.
 */
export type Pace = {
  /** Nothing is sent before (epoch ms). */
  resumeAt: number;
  /** Requests a second at which the receiver last asked for less; null while no rate is known. */
  ceiling: number | null;
  /** How long the rate takes to come back to `ceiling`, when it is used. */
  climbMs: number;
  /** How long it has been used since `resumeAt`: where it is on its curve. */
  climbedMs: number;
  /** Requests since `resumeAt` that the receiver did not refuse. */
  taken: number;
  /** How often in a row it refused without having taken anything between. */
  refusals: number;
};

/** While no rate is known: this many a second at first, twice as many each second. */
const FIRST_PER_SECOND = 1;
const DOUBLE_MS = 1_000;
/** Of the rate reached by doubling, what was sent in the second before it was too much: (1 - 1/2) / ln 2. */
const DOUBLED = 0.7;
/** Share of a rate that was too much at which sending goes on. */
const KEPT = 0.9;
const CLIMB_MS = { least: 5_000, most: 80_000, times: 4 };
/** Two ceilings whose ratio is within this are the same. */
const SAME = 0.8;
const LEAST_PER_SECOND = 0.1;
/** What goes this fast is not slowed any more. */
const FREE_PER_SECOND = 500;
const FORGET_MS = 3_600_000;
/** How long is waited when the receiver does not say; twice as long each time it refuses again. */
const DEFAULT_WAIT_MS = { least: 1_000, most: 60_000 };
/** A refusal this soon says more by how many were taken before it than by the rate at that moment. */
const SOON_MS = 1_000;

const UNKNOWN = { ceiling: null, climbMs: CLIMB_MS.least, climbedMs: 0, taken: 0 };

/** A 429. `sentAt` and `now` are epoch ms; `waitMs` is what its `Retry-After` asks for, undefined or 0 when it doesn't. */
export type Refusal = { sentAt: number; now: number; waitMs: number | undefined };

/** The pace after a 429. Of many that were under way together the first alone slows; the others can only lengthen the pause. */
export function refused(pace: Pace | null, { sentAt, now, waitMs }: Refusal): Pace {
  if (pace && sentAt < pace.resumeAt) return waitMs ? paused(pace, now + waitMs) : pace;
  const refusals = pace && pace.taken === 0 ? pace.refusals + 1 : 1;
  const wait = waitMs || Math.min(DEFAULT_WAIT_MS.least * 2 ** (refusals - 1), DEFAULT_WAIT_MS.most);
  const resumeAt = now + wait;
  if (!pace || pace.taken === 0) return { ...UNKNOWN, resumeAt, refusals };
  const ceiling = ceilingOf(pace, now);
  const same = pace.ceiling !== null && isSame(pace.ceiling, ceiling);
  const climbMs = same ? Math.min(pace.climbMs * CLIMB_MS.times, CLIMB_MS.most) : CLIMB_MS.least;
  return { resumeAt, ceiling, climbMs, climbedMs: 0, taken: 0, refusals };
}

/** What the rate was when it proved too much. */
function ceilingOf(pace: Pace, now: number): number {
  const rate = perSecond(pace) * (pace.ceiling === null ? DOUBLED : 1);
  const most = now - pace.resumeAt < SOON_MS ? pace.taken : rate;
  return Math.max(LEAST_PER_SECOND, Math.min(rate, most));
}

const isSame = (a: number, b: number) => Math.min(a, b) / Math.max(a, b) >= SAME;

/** The pace after a request that the receiver took; one that was under way before the pause tells nothing. */
export function taken(pace: Pace, sentAt: number): Pace {
  if (sentAt < pace.resumeAt) return pace;
  return { ...pace, taken: pace.taken + 1, climbedMs: pace.climbedMs + 1_000 / perSecond(pace) };
}

/** The pace after a pause until `until` (epoch ms) that says nothing of how fast is too fast. */
export function paused(pace: Pace | null, until: number): Pace {
  if (!pace) return { ...UNKNOWN, resumeAt: until, refusals: 0 };
  return { ...pace, resumeAt: Math.max(pace.resumeAt, until) };
}

/** The pace of a receiver that does not answer: nothing before `until` (epoch ms), then slowly again, as fast as it answers. */
export const hushed = (pace: Pace | null, until: number): Pace => ({
  ...UNKNOWN,
  ceiling: pace?.ceiling ?? null,
  resumeAt: until,
  refusals: 0,
});

/** Requests a second that may go once the pause is over, more than 0. */
export function perSecond({ ceiling, climbMs, climbedMs }: Pace): number {
  if (ceiling === null) return FIRST_PER_SECOND * 2 ** (climbedMs / DOUBLE_MS);
  const span = climbMs / Math.cbrt(1 - KEPT);
  return ceiling * (1 + ((climbedMs - climbMs) / span) ** 3);
}

/** Whether it was asked for so long ago that it says nothing any more. */
export const isOld = ({ resumeAt }: Pace, now: number): boolean => now > resumeAt + FORGET_MS;

/** Whether there is nothing left to slow down. */
export const isOver = (pace: Pace, now: number): boolean =>
  isOld(pace, now) || perSecond(pace) >= FREE_PER_SECOND;
