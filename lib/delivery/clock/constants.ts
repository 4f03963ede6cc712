/** How long a batch, a lane or a running job belongs to its process without a sign of life; renewed every RENEW_MS. A process that dies is missed after it. */
export const LEASE_MS = 15_000;
export const RENEW_MS = 4_000;
/**
 * What was leased or renewed longer ago than this is not begun or renewed any more: somebody else may have taken it over (a stopped process that goes on).
 * The rest of the lease is for a renewal that takes its time: no statement may take longer.
 */
export const STALE_MS = 9_000;

/** A first try that is over within this time needs no row before; then the job gets one, as running. */
export const FIRST_TRY_MS = 500;
/** A first try that waited this long for a place goes to the table, and is drained with its lane. */
export const FIRST_WAIT_MS = 5_000;

/** Requests under way to one webhook from one process. */
export const PLACES_PER_LANE = 16;
/** First tries of one webhook that may wait in memory, and the characters of their events. */
export const WAITING_PER_LANE = 4_000;
export const WAITING_CHARACTERS = 16_000_000;
/**
 * Of an organisation's accepted events this many may wait in memory for their first try; above, its calls are answered a little later, so that it sends
 * no faster than they go out. Below FIRST_TRY_MS, after which what waits is written down and counts no more.
 */
export const CROWD = 256;
export const CROWD_MS = 400;

/** Requests under way that are younger than FIRST_TRY_MS: older ones are some slow endpoint's and hold nobody back. At most half of them are one organisation's. */
export const YOUNG_REQUESTS = 1_000;
export const YOUNG_PER_ORGANISATION = 500;
/** Open requests in all, young or old: what a process has sockets for. */
export const OPEN_REQUESTS = 8_000;

/** Jobs claimed at once in a lane: twice as many after a chunk that was through in FAST_MS, half as many after a slower one. */
export const CHUNK = { least: 16, most: 128 };
export const FAST_MS = 250;
/** A lane with a rate limit claims what goes within this time: a change of its webhook is seen after it. */
export const RATE_WINDOW_MS = 250;
/** A webhook whose secrets can't be read is looked at again after this: the key may be back. */
export const UNREADABLE_MS = 5_000;
/** How far a lane behind its pace may catch up at once: timers are no finer than a few milliseconds. */
export const CATCH_UP_MS = 20;
/** Lanes and batches taken at once. */
export const LANES_AT_ONCE = 200;
export const BATCHES_AT_ONCE = 100;
/** A lane that another process drains is left to it for this long before new jobs are sent past its backlog. */
export const BEHIND_MS = 1_000;
/** A batch this old that nobody could fan out no longer holds up an ordered lane. */
export const BATCH_HOLDS_UP_MS = 60_000;

/** How often what grows old is looked for. */
export const TICK_MS = 100;
export const STATS_MS = 1_000;
/** How often what waits in memory is compared with what was switched off. */
export const OFF_MS = 250;

/** A slice of matching for one organisation before the next one's turn. */
export const TURN_MS = 2;

/** Settings known by version are read again after this time all the same: a rotated secret's time may be over. */
export const SETTINGS_MS = 30_000;
/** Webhooks whose settings one process keeps in memory. */
export const SETTINGS_KEPT = 50_000;

/** What is due within this time is waited for here; what is due later is left to the functions, which outlive the process. */
export const SOON_MS = 1_000;

/** By how much a call for what is due may come early, by a clock that differs from the database's. */
export const EARLY_MS = 5_000;

/** How long a stop waits for lanes to be given back by those that drain them. */
export const STOP_DRAIN_MS = 500;
