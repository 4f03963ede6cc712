import type { Delivery, Outcome } from "../../delivery";
import type { DeliveryWebhook } from "../../webhook";
import type { SimulatedProcess } from "./process";
import type { Random } from "./random";
import type { World } from "./world";

/** How an endpoint behaves. `limited`: it takes a few a second and asks for patience above. `lying`: it takes the request, and breaks off. `recovering`: it refuses until a moment. `away`: until then it does not answer at all. */
export const BEHAVIOURS = [
  "quick",
  "slow",
  "hanging",
  "flaky",
  "lying",
  "recovering",
  "limited",
  "away",
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** A request as a receiver saw it. */
export type SeenRequest = {
  eventId: string;
  webhookId: string;
  process: string;
  at: number;
  /** When it was answered with 200; null when it never was. */
  okAt: number | null;
  /** When its process heard that it failed. */
  failedAt: number | null;
  /** When its process heard that it should wait, and for how long; null where it never did. */
  refused: { heardAt: number; waitMs: number } | null;
};

export const RETRY_MS = 3_000;
const TIMEOUT_MS = 15_000;
export const RECOVERS_AT = 15_000;
const TAKES_PER_SECOND = 5;
const WAIT_SECONDS = 2;

type Answer = "ok" | "failed" | "wait" | "silence";

/** The endpoints of a history, and all that reached them. */
export class Receivers {
  readonly seen: SeenRequest[] = [];
  /** Until when they misbehave: then they answer, so that a history comes to an end. */
  calmAfter = Number.POSITIVE_INFINITY;

  readonly #taken = new Map<string, number>();

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
      failedAt: null,
      refused: null,
    };
    this.seen.push(request);
    const [answer, tookMs] = this.#answer(webhook);
    return new Promise((resolve) => {
      world.after(tookMs, () => {
        if (answer === "ok") request.okAt = world.now;
        process.deliver(() => {
          if (answer === "failed" || answer === "silence") request.failedAt = world.now;
          if (answer === "wait") request.refused = { heardAt: world.now, waitMs: WAIT_SECONDS * 1_000 };
          resolve(outcomeOf(delivery, answer, world.now));
        });
      });
    });
  };

  #answer({ id }: DeliveryWebhook): [answer: Answer, tookMs: number] {
    const { random, world } = this;
    const behaviour = world.now > this.calmAfter ? "quick" : (this.behaviours.get(id) ?? "quick");
    const either = (ok: boolean): Answer => (ok ? "ok" : "failed");
    if (behaviour === "slow") return ["ok", random.between(300, 4_000)];
    if (behaviour === "hanging")
      return random.chance(0.5) ? ["failed", TIMEOUT_MS] : ["ok", random.between(5, 50)];
    if (behaviour === "flaky") return [either(random.chance(0.5)), random.between(1, 200)];
    if (behaviour === "lying") return [either(random.chance(0.7)), random.between(1, 600)];
    if (behaviour === "recovering") return [either(world.now > RECOVERS_AT), random.between(1, 20)];
    if (behaviour === "away") return [world.now > RECOVERS_AT ? "ok" : "silence", random.between(1, 20)];
    if (behaviour === "limited") return [this.#takes(id) ? "ok" : "wait", random.between(1, 100)];
    return ["ok", random.between(1, 20)];
  }

  /** So many in each whole second. */
  #takes(webhookId: string): boolean {
    const second = Math.floor(this.world.now / 1_000);
    const key = `${webhookId} ${second}`;
    const count = (this.#taken.get(key) ?? 0) + 1;
    this.#taken.set(key, count);
    return count <= TAKES_PER_SECOND;
  }
}

function outcomeOf(delivery: Delivery, answer: Answer, now: number): Outcome {
  const ok = answer === "ok";
  const refused = answer === "wait";
  return {
    delivery,
    exchange: {
      startedAt: new Date(now),
      truncated: false,
      timings: { totalMs: 1 },
      ...(answer !== "silence" && { status: ok ? 200 : refused ? 429 : 500 }),
    },
    requestHeaders: [],
    body: "{}",
    errorClass: ok ? null : answer === "silence" ? "refused" : "status",
    errorMessage: ok ? null : "It did not take it",
    verdict: ok ? { kind: "succeeded" } : { kind: "retry", inMs: RETRY_MS, counted: !refused },
    asks: refused ? { status: 429, seconds: WAIT_SECONDS } : null,
  };
}
