/**
 * How a receiver's endpoint behaves.
 * @typedef {{ kind: "hang" } | { kind: "status", status: number } | { kind: "slow", delayMs: number } |
 *   { kind: "flaky", every: number } | { kind: "limited", perSecond: number } | { kind: "closed", forMs: number }} Behaviour
 *   `hang`: no answer until told otherwise; `flaky`: every so many-th event is refused once; `limited`: takes so many within
 *   any second, the others are answered 429; `closed`: answers 429 for a while after it was told to
 */

/** Answers requests as their endpoint is told to behave; those that behave are answered at once. */
export function createAnswers() {
  /** @type {Map<number, Behaviour>} */
  const behaviours = new Map();
  /** @type {Set<{ response: import("node:http").ServerResponse, take: () => void }>} */
  const hanging = new Set();
  const refusedOnce = new Set();
  /** When each webhook took what it took within the last second (ms). @type {Map<number, number[]>} */
  const takenAt = new Map();
  let [toldAt, refused] = [0, 0];

  function end(response, status, take) {
    // Whoever has gone away does not count it as received.
    if (response.destroyed) return;
    if (status < 300) take();
    response.statusCode = status;
    response.end();
  }

  function flaky(key, slot, every) {
    if (slot % every !== 0 || refusedOnce.has(key)) return 200;
    refusedOnce.add(key);
    return 500;
  }

  function isTooMany(webhook, behaviour) {
    const now = performance.now();
    if (behaviour.kind === "closed") return now - toldAt < behaviour.forMs;
    const times = (takenAt.get(webhook) ?? []).filter((at) => at > now - 1_000);
    takenAt.set(webhook, times);
    if (times.length >= behaviour.perSecond) return true;
    times.push(now);
    return false;
  }

  /** The best receiver says when: a second is all that it can mean. */
  function limited(webhook, response, behaviour, take) {
    if (!isTooMany(webhook, behaviour)) return end(response, 200, take);
    refused += 1;
    response.setHeader("retry-after", "1");
    end(response, 429, take);
  }

  return {
    /** How often an endpoint has answered 429. */
    refused: () => refused,
    /**
     * @param {import("node:http").ServerResponse} response
     * @param {{ webhook: number, slot: number, run: number }} delivery
     * @param {() => void} take called when it is answered well
     */
    answer(response, { webhook, slot, run }, take) {
      const behaviour = behaviours.get(webhook);
      if (!behaviour) end(response, 200, take);
      else if (behaviour.kind === "status") end(response, behaviour.status, take);
      else if (behaviour.kind === "slow") setTimeout(end, behaviour.delayMs, response, 200, take);
      else if (behaviour.kind === "flaky")
        end(response, flaky(`${run} ${slot} ${webhook}`, slot, behaviour.every), take);
      else if (behaviour.kind === "limited" || behaviour.kind === "closed")
        limited(webhook, response, behaviour, take);
      else hanging.add({ response, take });
    },
    /** Sets how endpoints behave from now on, and answers what hangs. @param {Record<string, Behaviour>} next */
    behave(next) {
      behaviours.clear();
      toldAt = performance.now();
      for (const [webhook, behaviour] of Object.entries(next)) behaviours.set(Number(webhook), behaviour);
      for (const { response, take } of hanging) end(response, 200, take);
      hanging.clear();
    },
  };
}
