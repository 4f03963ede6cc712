import { randomUUID } from "node:crypto";
import type { Delivery, Outcome } from "../delivery";
import { createClock } from "./clock";
import { outcomeOf } from "./outcome.testing";
import { createPgStore } from "./pg-store";
import type { Store } from "./store";
import { realTime } from "./time";

type Options = {
  /** An attempt ends when it resolves; a message makes it a failure. */
  until?: (delivery: Delivery) => Promise<unknown>;
  /** What an attempt comes to, in place of a success. */
  answer?: (delivery: Delivery) => Outcome;
  /** Something else in place of a part of the store. */
  store?: Partial<Store>;
};

/** A process's clock on the database of the test, which notes what it sends (by run number, or the event's id while there is none) and what it hints. */
export function notingClock({ until = async () => {}, answer, store = {} }: Options = {}) {
  const sent: (number | string)[] = [];
  const hints: number[] = [];
  const attempt = async (delivery: Delivery): Promise<Outcome> => {
    sent.push(delivery.number ?? delivery.event.id);
    const error = await until(delivery);
    return answer ? answer(delivery) : outcomeOf(delivery, typeof error === "string" ? error : null);
  };
  const clock = createClock({
    store: { ...createPgStore(`test-${randomUUID()}`), ...store },
    time: realTime,
    attempt,
    hint: (inMs) => hints.push(inMs),
  });
  return { clock, sent, hints };
}

/** What resolves when it is told to. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
