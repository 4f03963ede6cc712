/**
 * What a receiver got of one run: a place for each event and webhook, 4 bytes each, so that millions can be told apart.
 * @param {{ width: number, base: number }} run each event goes to `width` webhooks, numbered from `base`; with a width
 *   of 1 it may be any webhook
 */
export function createLedger({ width, base }) {
  let places = new Uint32Array(4096);
  const counts = { received: 0, duplicated: 0, doubled: 0 };
  /** The first few of each kind, to look into. @type {Record<string, string[]>} */
  const examples = { duplicated: [], doubled: [] };

  const note = (kind, id) => {
    counts[kind] += 1;
    if (examples[kind].length < 20) examples[kind].push(id);
  };

  const has = (place) => (places[place] ?? 0) !== 0;
  const placeOf = (slot, webhook) => slot * width + (width === 1 ? 0 : webhook - base);

  return {
    counts,
    examples,
    /**
     * Notes a delivery.
     * @param {number} slot @param {number} webhook
     * @param {string} id its `webhook-id`: the same one again is a duplicate; another one for the same event and
     *   webhook means that the event itself was taken in, or fanned out, twice
     */
    mark(slot, webhook, id) {
      const place = placeOf(slot, webhook);
      if (place >= places.length) places = enlarge(places, place + 1);
      const print = fingerprint(id);
      const before = places[place];
      if (before === 0) {
        places[place] = print;
        counts.received += 1;
      } else note(before === print ? "duplicated" : "doubled", id);
    },
    /** @param {number} slot @param {number} webhook */
    has: (slot, webhook) => has(placeOf(slot, webhook)),
    /**
     * What is still owed when the first `slots` events were accepted.
     * @param {number} slots
     * @returns {{ count: number, some: { slot: number, webhook: number }[] }}
     */
    missing(slots) {
      let count = 0;
      const some = [];
      for (let place = 0; place < slots * width; place += 1) {
        if (has(place)) continue;
        count += 1;
        if (some.length < 20) some.push({ slot: Math.floor(place / width), webhook: base + (place % width) });
      }
      return { count, some };
    },
  };
}

function enlarge(places, needed) {
  const larger = new Uint32Array(Math.max(places.length * 2, needed));
  larger.set(places);
  return larger;
}

/** FNV-1a in 32 bits, never 0. @param {string} text */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0 || 1;
}
