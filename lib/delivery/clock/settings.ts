import type { OrgId } from "@/db/ids";
import type { DeliveryWebhook } from "../webhook";
import { SETTINGS_KEPT, SETTINGS_MS } from "./constants";
import type { Time } from "./time";

/** Where settings are read from. */
export type SettingsSource = {
  /** The organisation's active webhooks with a subscription that covers the type. */
  subscribed(orgId: OrgId, eventType: string): Promise<DeliveryWebhook[]>;
  /** A webhook of the organisation, whatever its status. */
  named(orgId: OrgId, id: string): Promise<DeliveryWebhook | null>;
  /** Whether one of its active webhooks keeps the order. */
  keepsOrder(orgId: OrgId): Promise<boolean>;
};

type Known = {
  version: number;
  until: number;
  subscribed: Map<string, Promise<DeliveryWebhook[]>>;
  named: Map<string, Promise<DeliveryWebhook | null>>;
  keepsOrder: Promise<boolean> | null;
  size: number;
};

/** An organisation's webhooks, as they were at one version. */
export type OrgSettings = {
  subscribed(eventType: string): Promise<DeliveryWebhook[]>;
  named(id: string): Promise<DeliveryWebhook | null>;
  keepsOrder(): Promise<boolean>;
};

/**
 * What is known of organisations' webhooks: read once a version and event type, and only what can match. The version comes with each batch from
 * the statement that accepted it, so that no batch is matched by settings older than its acceptance.
 */
export function createSettings(source: SettingsSource, time: Time) {
  const byOrg = new Map<OrgId, Known>();
  let kept = 0;

  function knownOf(orgId: OrgId, version: number): Known {
    const now = time.now();
    let known = byOrg.get(orgId);
    if (known) byOrg.delete(orgId);
    if (!known || known.version < version || known.until < now) {
      kept -= known?.size ?? 0;
      known = {
        version: Math.max(version, known?.version ?? 0),
        until: now + SETTINGS_MS,
        subscribed: new Map(),
        named: new Map(),
        keepsOrder: null,
        size: 0,
      };
    }
    // At the end of the map: the first is the one unused longest.
    byOrg.set(orgId, known);
    return known;
  }

  function grow(known: Known, by: number): void {
    known.size += by;
    kept += by;
    for (const [orgId, oldest] of byOrg) {
      if (kept <= SETTINGS_KEPT || oldest === known) return;
      byOrg.delete(orgId);
      kept -= oldest.size;
    }
  }

  /** A read that failed is none. */
  function remember<K, V>(map: Map<K, Promise<V>>, key: K, read: () => Promise<V>): Promise<V> {
    const there = map.get(key);
    if (there) return there;
    const reading = read();
    map.set(key, reading);
    reading.catch(() => map.delete(key));
    return reading;
  }

  return (orgId: OrgId, version: number): OrgSettings => {
    const known = knownOf(orgId, version);
    return {
      subscribed: (eventType) =>
        remember(known.subscribed, eventType, async () => {
          const webhooks = await source.subscribed(orgId, eventType);
          if (byOrg.get(orgId) === known) grow(known, webhooks.length + 1);
          return webhooks;
        }),
      named: (id) => remember(known.named, id, () => source.named(orgId, id)),
      keepsOrder() {
        known.keepsOrder ??= source.keepsOrder(orgId).catch((error) => {
          known.keepsOrder = null;
          throw error;
        });
        return known.keepsOrder;
      },
    };
  };
}
