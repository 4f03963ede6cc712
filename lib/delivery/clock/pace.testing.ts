import { isOver, type Pace, perSecond, refused, taken } from "./pace";

/** Whether a receiver takes a request at a moment (ms); it is asked in the order of time. */
export type Limiter = (at: number) => boolean;

/** So many in each whole second. */
export function fixedWindow(limit: number): Limiter {
  let [second, count] = [-1, 0];
  return (at) => {
    if (Math.floor(at / 1_000) !== second) [second, count] = [Math.floor(at / 1_000), 0];
    return count < limit && ++count > 0;
  };
}

/** So many within any second. */
export function slidingWindow(limit: number): Limiter {
  const times: number[] = [];
  return (at) => {
    while (times.length > 0 && (times[0] ?? 0) <= at - 1_000) times.shift();
    return times.length < limit && times.push(at) > 0;
  };
}

/** So many a second on average, and `burst` at once after a rest. */
export function tokenBucket(rate: number, burst: number): Limiter {
  let [tokens, seen] = [burst, 0];
  return (at) => {
    tokens = Math.min(burst, tokens + ((at - seen) * rate) / 1_000);
    seen = at;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

/** What is sent by a lane that had this many jobs at once, until all have been taken. Times are ms of a clock that is only counted. */
type Sending = {
  jobs: number;
  takes: Limiter;
  /** What the receiver's 429 says; undefined when it says nothing. */
  waitMs: number | undefined;
  /** When a job that was refused is due again. */
  againMs: number;
  answersInMs: number;
};

const MOST_IN_FLIGHT = 16;

/** Plays a lane against a receiver. Answers how long it took, and how often it was refused. */
export function play({ jobs, takes, waitMs, againMs, answersInMs }: Sending): {
  ms: number;
  refusals: number;
} {
  const [underWay, later]: [number[], number[]] = [[], []];
  let pace: Pace | null = null;
  let [now, fresh, done, refusals, lastSent] = [0, jobs, 0, 0, Number.NEGATIVE_INFINITY];

  function nextSend(): number {
    const due = fresh > 0 ? 0 : (later[0] ?? Number.POSITIVE_INFINITY);
    if (underWay.length >= MOST_IN_FLIGHT) return Number.POSITIVE_INFINITY;
    if (!pace || isOver(pace, now)) return Math.max(now, due, pace?.resumeAt ?? 0);
    return Math.max(now, due, pace.resumeAt, lastSent + 1_000 / perSecond(pace));
  }

  function answer(sentAt: number): void {
    if (takes(sentAt)) {
      done++;
      if (pace) pace = taken(pace, sentAt);
      return;
    }
    refusals++;
    pace = refused(pace, { sentAt, now, waitMs });
    later.push(now + againMs);
  }

  while (done < jobs) {
    const sendAt = nextSend();
    const sentAt = underWay[0];
    if (sentAt !== undefined && sentAt + answersInMs <= sendAt) {
      underWay.shift();
      now = sentAt + answersInMs;
      answer(sentAt);
    } else {
      now = lastSent = sendAt;
      if (fresh > 0) fresh--;
      else later.shift();
      underWay.push(now);
    }
  }
  return { ms: now, refusals };
}
