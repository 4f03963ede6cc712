import type { DeliveryWebhook } from "../webhook";
import { PLACES_PER_LANE, STALE_MS, WAITING_CHARACTERS, WAITING_PER_LANE } from "./constants";
import type { Entry } from "./entry";
import type { Places } from "./places";
import type { Time } from "./time";

/** What a lane needs of the process around it. */
export type LaneHost = {
  time: Time;
  places: Places;
  /** Sends one; resolves when its place is free again, which is before the result is written. */
  send: (entry: Entry) => Promise<void>;
  /** Its receiver asked for patience. */
  isPaused: (webhook: DeliveryWebhook) => boolean;
  /** Not to be sent any more: its lease ran out while it waited. */
  drop: (entry: Entry) => void;
};

/** The deliveries of one webhook that this process has in hand: at most PLACES_PER_LANE under way, the others wait in order. */
export class Lane {
  #waiting: Entry[] = [];
  #characters = 0;
  #inFlight = 0;
  #starved = false;
  #onRoom: { waiting: number; resolve: () => void }[] = [];
  /** This process drains what the table has of it. */
  draining = false;
  /** Until when new jobs go behind those in the table. */
  behindUntil = 0;

  constructor(private readonly host: LaneHost) {}

  get waiting(): readonly Entry[] {
    return this.#waiting;
  }

  get idle(): boolean {
    return this.#waiting.length === 0 && this.#inFlight === 0 && !this.draining;
  }

  /** Whether a first try may wait here, rather than in the table. */
  takesFirstTry(now: number): boolean {
    if (this.draining || this.behindUntil > now) return false;
    return this.#waiting.length < WAITING_PER_LANE && this.#characters < WAITING_CHARACTERS;
  }

  push(entry: Entry): void {
    this.#waiting.push(entry);
    this.#characters += entry.delivery.event.dataText.length;
    this.pump();
  }

  /** Lets go of those that are leaving. */
  letGo(): void {
    for (const { state, delivery } of this.#waiting) {
      if (state !== "waiting") this.#characters -= delivery.event.dataText.length;
    }
    this.#waiting = this.#waiting.filter(({ state }) => state === "waiting");
    this.#tellRoom();
  }

  /** Begins what there are places for. */
  pump = (): void => {
    while (this.#inFlight < PLACES_PER_LANE && !this.#starved) {
      const entry = this.#waiting[0];
      if (!entry || this.host.isPaused(entry.delivery.webhook)) break;
      if (this.#isStale(entry)) this.host.drop(this.#shift());
      else this.#begin(entry);
    }
    this.#tellRoom();
  };

  /** Resolves when no more than `waiting` of its entries wait and, for 0, a place is free besides. */
  whenRoom(waiting: number): Promise<void> {
    if (this.#hasRoom(waiting)) return Promise.resolve();
    return new Promise((resolve) => this.#onRoom.push({ waiting, resolve }));
  }

  #begin(entry: Entry): void {
    const place = this.host.places.take(entry.delivery.orgId, this.#rouse);
    if (!place) {
      this.#starved = true;
      return;
    }
    this.#shift();
    entry.state = "sending";
    entry.place = place;
    this.#inFlight++;
    void this.host.send(entry).finally(() => {
      this.#inFlight--;
      this.host.places.leave(place);
      this.pump();
    });
  }

  #rouse = (): void => {
    this.#starved = false;
    this.pump();
  };

  #shift(): Entry {
    const entry = this.#waiting.shift() as Entry;
    this.#characters -= entry.delivery.event.dataText.length;
    return entry;
  }

  /** A process that was stopped for long must not send what another has taken over. */
  #isStale({ batch, row, leasedAt }: Entry): boolean {
    const since = row === null && batch ? batch.leasedAt : leasedAt;
    return this.host.time.now() - since > STALE_MS;
  }

  #hasRoom(waiting: number): boolean {
    if (waiting > 0) return this.#waiting.length <= waiting;
    return this.#waiting.length === 0 && this.#inFlight < PLACES_PER_LANE;
  }

  #tellRoom(): void {
    if (this.#onRoom.length === 0) return;
    const ready = this.#onRoom.filter(({ waiting }) => this.#hasRoom(waiting));
    this.#onRoom = this.#onRoom.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }
}
