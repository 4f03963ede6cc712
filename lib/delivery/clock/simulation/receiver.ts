import type { Delivery, Outcome } from "../../delivery";
import type { DeliveryWebhook } from "../../webhook";
import type { SimulatedProcess } from "./process";
import type { Random } from "./random";
import type { World } from "./world";

/** How an endpoint behaves. `lying`: it takes the request, and breaks off. `recovering`: it refuses until a moment. */
export const BEHAVIOURS = ["quick", "slow", "hanging", "flaky", "lying", "recovering"] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** A request as a receiver saw it. */
export type SeenRequest = {
  eventId: string;
  webhookId: string;
  process: string;
  at: number;
  /** When it was answered with 200; null when it never was. */
  okAt: number | null;
};

const RETRY_MS = 3_000;
const TIMEOUT_MS = 15_000;
const RECOVERS_AT = 15_000;

/** The endpoints of a history, and all that reached them. */
export class Receivers {
  readonly seen: SeenRequest[] = [];
  /** Until when they misbehave: then they answer, so that a history comes to an end. */
  calmAfter = Number.POSITIVE_INFINITY;

  constructor(
    private readonly world: World,
    private readonly random: Random,
    private readonly behaviours: ReadonlyMap<string, Behaviour>,
  ) {}

  /** One attempt, as lib/delivery/attempt makes it. */
  attempt = (process: SimulatedProcess, delivery: Delivery): Promise<Outcome> => {
    const { world } = this;
    const { event, webhook } = delivery;
    const request: SeenRequest = {
      eventId: event.id,
      webhookId: webhook.id,
      process: process.id,
      at: world.now,
      okAt: null,
    };
    this.seen.push(request);
    console.log(world.now.toFixed(0), process.id, "SEND", delivery.number, "a", delivery.attemptCount);
    const [ok, tookMs] = this.#answer(webhook);
    return new Promise((resolve) => {
      world.after(tookMs, () => {
        if (ok) request.okAt = world.now;
        process.deliver(() => resolve(outcomeOf(delivery, ok, world.now)));
      });
    });
  };

  #answer({ id }: DeliveryWebhook): [ok: boolean, tookMs: number] {
    const { random, world } = this;
    const behaviour = world.now > this.calmAfter ? "quick" : (this.behaviours.get(id) ?? "quick");
    if (behaviour === "slow") return [true, random.between(300, 4_000)];
    if (behaviour === "hanging")
      return random.chance(0.5) ? [false, TIMEOUT_MS] : [true, random.between(5, 50)];
    if (behaviour === "flaky") return [random.chance(0.5), random.between(1, 200)];
    if (behaviour === "lying") return [random.chance(0.7), random.between(1, 600)];
    if (behaviour === "recovering") return [world.now > RECOVERS_AT, random.between(1, 20)];
    return [true, random.between(1, 20)];
  }
}

function outcomeOf(delivery: Delivery, ok: boolean, now: number): Outcome {
  // By the date that `jobOf` is given, which may be off: only the span counts.
  const at = (ms: number) => new Date(EPOCH_OF_OUTCOMES + ms);
  return {
    delivery,
    exchange: { startedAt: at(now), truncated: false, timings: { totalMs: 1 }, status: ok ? 200 : 500 },
    requestHeaders: [],
    body: "{}",
    errorClass: ok ? null : "status",
    errorMessage: ok ? null : "It answered 500",
    verdict: ok ? { kind: "succeeded" } : { kind: "retry", dueAt: at(now + RETRY_MS) },
  };
}

const EPOCH_OF_OUTCOMES = Date.UTC(2026, 0, 1);
