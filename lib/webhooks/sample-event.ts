import type { EventTypeInfo } from "@/lib/catalog";
import type { DeliveryEvent } from "@/lib/delivery/delivery";

/** The id of an event that never was; it begins with the time of the sample. */
const SAMPLE_EVENT_ID = "01KPKSAMP0E0E0E0E0E0E0E0E0";
const SAMPLE_TIME = new Date("2026-04-18T09:30:00Z");

/**
 * A sample as an event that could be delivered. Pure: the same sample gives the same event.
 * @param dataText JSON text, and so is `changesText`
 */
export function sampleEvent(
  type: string,
  dataText: string,
  changesText: string | null = null,
): DeliveryEvent {
  return { id: SAMPLE_EVENT_ID, type, dataText, changesText, occurredAt: SAMPLE_TIME };
}

/** The catalog's sample of a type as an event, or null where it has none. Pure. */
export function sampleOf({ name, sample, sampleText, sampleChanges }: EventTypeInfo): DeliveryEvent | null {
  if (!sample) return null;
  return sampleEvent(
    name,
    sampleText ?? JSON.stringify(sample),
    sampleChanges && JSON.stringify(sampleChanges),
  );
}
