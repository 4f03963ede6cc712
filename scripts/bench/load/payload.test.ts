import { describe, expect, test } from "vitest";
import { builtInTypes } from "@/lib/catalog";
import { checkEvents } from "@/lib/events/validate";
import { EVENT_BYTES, eventText, readMark } from "./payload.mjs";

const event = { run: 3, slot: 1_234_567, type: "attendee.created", sentAt: 1_764_000_000_123.456 };
const catalog = new Map(builtInTypes.map((type) => [type.name, type]));

describe("an event of the load", () => {
  test.each([false, true])("is a kilobyte that the API accepts (with an id of its own: %s)", (sourceId) => {
    const text = eventText({ ...event, sourceId });
    expect(Buffer.byteLength(text)).toBe(EVENT_BYTES);
    const checked = checkEvents([JSON.parse(text)], catalog, () => "");
    expect(checked).toMatchObject({ ok: true });
    expect(JSON.parse(text).id).toBe(sourceId ? "load-3-1234567" : undefined);
  });

  test("carries its mark through Hookyard's envelope", () => {
    const { type, data } = JSON.parse(eventText(event));
    const body = JSON.stringify({ api_version: "1", id: "e", kind: type, data });
    expect(readMark(body)).toEqual({ run: 3, slot: 1_234_567, sentAt: 1_764_000_000_123.456 });
  });

  test("is told from other bodies", () => {
    expect(readMark('{"data":{"id":"att_1"}}')).toBeUndefined();
  });
});
