import { createCalls } from "./calls.mjs";
import { createPacer, hasRoom } from "./pacing.mjs";
import { clock, eventText } from "./payload.mjs";
import { createSamples } from "./samples.mjs";
import { serveParent } from "./worker.mjs";

/**
 * The sender, in a process of its own: emits events over the public API, as fast as the backlog allows or at a rate.
 * @typedef {object} Load
 * @property {string} url of Hookyard
 * @property {number} run
 * @property {{ apiKey: string, types: string[] }[]} organisations taken in turn, a call each
 * @property {number} width deliveries that an event makes
 * @property {number} batch events in a call
 * @property {number} concurrency calls under way, at most
 * @property {number | null} perSecond events; null: as fast as it goes
 * @property {number} backlog deliveries owed, at most
 * @property {number} [most] events in all; without an end when left out
 * @property {boolean} [retry] every call is repeated until it is accepted; its events have ids
 */

/** @type {ReturnType<typeof startLoad> | undefined} */
let load;
let received = 0;

/** @param {Load} plan */
function startLoad(plan) {
  const { run, organisations, width, batch, concurrency, perSecond, backlog, most, retry = false } = plan;
  const calls = createCalls({ url: plan.url, connections: concurrency, retry });
  const pacer = createPacer(perSecond, clock());
  const accepting = createSamples();
  const state = { issued: 0, accepted: 0, calls: 0, underWay: 0, mostOwed: 0 };
  let running = true;
  let onIdle = () => {};
  /** @type {Error | undefined} */
  let failure;
  const timer = perSecond === null ? undefined : setInterval(pump, 1);

  function pump() {
    while (
      running &&
      state.underWay < concurrency &&
      state.issued < (most ?? Number.POSITIVE_INFINITY) &&
      hasRoom({ issued: state.issued, width, received, batch, limit: backlog }) &&
      pacer.take(batch, clock())
    ) {
      void call();
    }
  }

  async function call() {
    const first = state.issued;
    const organisation = organisations[state.calls % organisations.length];
    state.issued += batch;
    state.calls += 1;
    state.underWay += 1;
    const sentAt = clock();
    const events = Array.from({ length: batch }, (_, index) => {
      const type = organisation.types[(first + index) % organisation.types.length];
      return eventText({ run, slot: first + index, type, sentAt, sourceId: retry });
    });
    try {
      await calls.post(organisation.apiKey, batch === 1 ? events[0] : `[${events.join(",")}]`);
      accepting.add(clock() - sentAt);
      state.accepted += batch;
      state.mostOwed = Math.max(state.mostOwed, state.accepted * width - received);
    } catch (error) {
      failure ??= error;
      running = false;
    }
    state.underWay -= 1;
    if (state.underWay === 0 && !running) onIdle();
    pump();
  }

  const status = () => {
    if (failure) throw failure;
    return { ...state, repeated: calls.repeated(), accepting: accepting.summary() };
  };
  pump();
  return {
    pump,
    status,
    async stop() {
      running = false;
      clearInterval(timer);
      if (state.underWay > 0) await new Promise((resolve) => (onIdle = () => resolve(undefined)));
      await calls.close();
      return status();
    },
  };
}

serveParent({
  start(plan) {
    received = 0;
    load = startLoad(plan);
  },
  status: () => load?.status(),
  received(count) {
    received = count;
    load?.pump();
  },
  stop: () => load?.stop(),
});
