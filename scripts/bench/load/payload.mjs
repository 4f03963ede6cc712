/** Bytes of one event as it is sent to the API. */
export const EVENT_BYTES = 1024;

const AFTER_ID =
  '","first_name":"Grace","last_name":"Hopper","email":"grace@example.org","ticket_type":"Sponsor",' +
  '"attendee_type":"Speaker","language":"en","custom_fields":{"notes":"';
const TAIL = '"},"created_at":"2026-04-02T08:15:00Z","updated_at":"2026-04-18T09:30:00Z"}}';

/** Milliseconds since 1970, finer than Date.now(): two processes of one machine agree on it. */
export const clock = () => performance.timeOrigin + performance.now();

/**
 * An event of EVENT_BYTES as JSON text. Its data's id is the mark by which the receiver knows it again.
 * @param {{ run: number, slot: number, type: string, sentAt: number, sourceId?: boolean }} event `slot` counts from 0
 *   in each run; `sourceId`: with an event id, so that sending it twice is accepting it once
 */
export function eventText({ run, slot, type, sentAt, sourceId }) {
  const own = sourceId ? `"id":"load-${run}-${slot}",` : "";
  const head = `{${own}"type":"${type}","data":{"id":"m.${run}.${slot}.${sentAt.toFixed(3)}${AFTER_ID}`;
  return head + "x".repeat(Math.max(0, EVENT_BYTES - head.length - TAIL.length)) + TAIL;
}

const MARK = /"id":"m\.(\d+)\.(\d+)\.(\d+\.\d+)"/;

/**
 * The mark of an event in the body of its delivery.
 * @param {string} text
 * @returns {{ run: number, slot: number, sentAt: number } | undefined}
 */
export function readMark(text) {
  const match = MARK.exec(text);
  return match ? { run: Number(match[1]), slot: Number(match[2]), sentAt: Number(match[3]) } : undefined;
}
