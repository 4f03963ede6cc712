import type { DeliveryEvent } from "@/lib/delivery/delivery";

/** The id of an event that never was; it begins with the time of the sample. */
export const SAMPLE_EVENT_ID = "01KPKSAMP0E0E0E0E0E0E0E0E0";
const SAMPLE_TIME = new Date("2026-04-18T09:30:00Z");

/** A sample as an event that could be delivered. Pure: the same sample gives the same event. */
export function sampleEvent(
  type: string,
  data: Record<string, unknown>,
  changes: Record<string, unknown> | null = null,
): DeliveryEvent {
  return {
    id: SAMPLE_EVENT_ID,
    type,
    dataText: JSON.stringify(data),
    changesText: changes && JSON.stringify(changes),
    occurredAt: SAMPLE_TIME,
  };
}
