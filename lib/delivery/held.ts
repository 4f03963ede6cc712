import type { Delivery } from "./delivery";

/** A claimed job while the dispatcher has it. */
export type Held = {
  delivery: Delivery;
  since: number;
  /** `leaving`: being given back to the table. */
  state: "waiting" | "sending" | "leaving";
  settled: () => void;
};

type Waiter = { waiting: number; resolve: () => void };

/** The jobs of one webhook that a dispatcher has. */
export type HeldLane = {
  waiting: Held[];
  inFlight: number;
  held: number;
  attended: number;
  backlogUntil: number;
  /** Where the lane goes at a rate: when the next request may go (performance.now()), and what waits for that. */
  nextAt: number;
  timer: NodeJS.Timeout | undefined;
  onRoom: Waiter[];
};

export const emptyLane = (): HeldLane => ({
  waiting: [],
  inFlight: 0,
  held: 0,
  attended: 0,
  backlogUntil: 0,
  nextAt: 0,
  timer: undefined,
  onRoom: [],
});

/** Share of the time between two requests of a lane with a rate that is kept even after the process was held up. */
const SPACING = 0.8;

/** Notes that a request goes now, in a lane that goes at `perSecond`. */
export function spaceOut(lane: HeldLane, perSecond: number | null): void {
  lane.nextAt = perSecond === null ? 0 : performance.now() + (SPACING * 1_000) / perSecond;
}

/** Whether the lane's next request has to wait, and `goOn` will be called: those that are late must not go all at once. */
export function isEarly(lane: HeldLane, goOn: (lane: HeldLane) => void): boolean {
  const early = lane.nextAt === 0 ? 0 : lane.nextAt - performance.now();
  if (early <= 0) return false;
  lane.timer ??= setTimeout(() => {
    lane.timer = undefined;
    goOn(lane);
  }, early);
  return true;
}
