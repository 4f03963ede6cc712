import { OPEN_REQUESTS, YOUNG_PER_ORGANISATION, YOUNG_REQUESTS } from "./constants";

/** A request under way, from when it began until it is over. */
export type Place = { readonly orgId: string; young: boolean };

/**
 * The requests that one process may have under way, so that no organisation takes all: young ones are counted, in all and by organisation; one that
 * has grown old is some slow endpoint's and counts only towards what there are sockets for.
 */
export class Places {
  #young = 0;
  #open = 0;
  readonly #byOrg = new Map<string, number>();
  #starved = new Map<string, (() => void)[]>();

  /** A place, or null when the caller has to wait; `retry` is called once there is room. */
  take(orgId: string, retry: () => void): Place | null {
    const own = this.#byOrg.get(orgId) ?? 0;
    if (this.#open >= OPEN_REQUESTS || this.#young >= YOUNG_REQUESTS || own >= YOUNG_PER_ORGANISATION) {
      const waiting = this.#starved.get(orgId);
      if (waiting) waiting.push(retry);
      else this.#starved.set(orgId, [retry]);
      return null;
    }
    this.#open++;
    this.#count(orgId, 1);
    return { orgId, young: true };
  }

  /** It has been under way for long. */
  age(place: Place): void {
    if (!place.young) return;
    place.young = false;
    this.#count(place.orgId, -1);
    this.#rouse();
  }

  /** It is over. */
  leave(place: Place): void {
    this.#open--;
    if (place.young) this.#count(place.orgId, -1);
    place.young = false;
    this.#rouse();
  }

  /** Whether more work is taken on. */
  get hasRoom(): boolean {
    return this.#young < YOUNG_REQUESTS && this.#open < OPEN_REQUESTS;
  }

  #count(orgId: string, by: number): void {
    this.#young += by;
    const own = (this.#byOrg.get(orgId) ?? 0) + by;
    if (own > 0) this.#byOrg.set(orgId, own);
    else this.#byOrg.delete(orgId);
  }

  /** One of each organisation in turn. */
  #rouse(): void {
    for (const [orgId, waiting] of this.#starved) {
      if (!this.hasRoom) return;
      if ((this.#byOrg.get(orgId) ?? 0) >= YOUNG_PER_ORGANISATION) continue;
      this.#starved.delete(orgId);
      const retry = waiting.shift();
      if (waiting.length > 0) this.#starved.set(orgId, waiting);
      retry?.();
      return;
    }
  }
}
