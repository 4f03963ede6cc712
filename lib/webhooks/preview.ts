import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema";
import { sentUrl } from "@/db/sent-url";
import { env } from "@/env";
import { authorise, type Ctx } from "@/lib/auth/context";
import { can } from "@/lib/auth/permissions";
import { catalogFor } from "@/lib/catalog/cached";
import type { DeliveryEvent } from "@/lib/delivery/delivery";
import { maskHeaders } from "@/lib/delivery/message/headers";
import { contentTypeOf, RenderError } from "@/lib/delivery/message/render";
import { type BuiltRequest, buildRequest, type RequestSettings } from "@/lib/delivery/message/request";
import { findDeliveryWebhook } from "@/lib/delivery/webhook";
import { AppError, notFound } from "@/lib/errors";
import { findWebhookRecord } from "./data";
import type { PreviewSample, PreviewSettings } from "./preview-settings";
import { sampleEvent, sampleOf } from "./sample-event";
import { assertObject } from "./test-event";

/** A webhook that is not saved has no id yet. */
export const UNSAVED_ID = "00000000-0000-0000-0000-000000000000";
/** Stands where a signature would that can't be shown. */
export const UNSIGNED = "v1,<signature>";

/** A request as it would be sent. Host, Connection and Content-Length come with the connection. */
export type PreviewedRequest = {
  method: string;
  url: string;
  /** In the order they are sent; values that a person set are masked. */
  headers: [name: string, value: string][];
  body: string;
  contentType: string;
  /** What of it is a placeholder, and why. */
  placeholderNote?: string;
  /** Why there is no body: the template fails on this event. */
  problem?: string;
};

/**
 * The exact request that these settings would send for a sample or a recent event: made by what makes the real one, and so the same byte for byte
 * for the same event, webhook and moment. Nothing is sent.
 * @param now the moment of the attempt; it is signed with.
 * @throws AppError not_found (webhook, event), invalid (a type without a sample), forbidden
 */
export async function previewRequest(
  ctx: Ctx,
  settings: PreviewSettings,
  sample: PreviewSample,
  now = new Date(),
): Promise<PreviewedRequest> {
  authorise(ctx, "webhooks.read");
  const [webhook, event] = await Promise.all([secretsOf(ctx, settings), eventOf(ctx, sample)]);
  const { method } = settings;
  const url = sentUrl(settings.url.trim());
  const contentType = contentTypeOf(settings);
  try {
    const request = buildRequest(webhook, event, null, env().HOOKYARD_PUBLIC_URL, now);
    return { method, url, ...shown(request, webhook.note) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { method, url, headers: [], body: "", contentType, problem: error.message };
  }
}

function shown({ headers, body, contentType }: BuiltRequest, note: string | undefined) {
  const masked = maskHeaders(headers);
  if (!note) return { headers: masked, body, contentType };
  const unsigned = masked.map(([name, value]): [string, string] => [
    name,
    name === "webhook-signature" ? UNSIGNED : value,
  ]);
  return { headers: unsigned, body, contentType, placeholderNote: note };
}

/** Never seen: a request is built with it where its signature is not shown. */
const NO_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** The settings with what only the server knows: kept header values, and secrets if they may be used. */
async function secretsOf(ctx: Ctx, settings: PreviewSettings): Promise<RequestSettings & { note?: string }> {
  const { id, headers: rows, ...rest } = settings;
  if (!id) {
    const note =
      "The webhook gets its id and its signing secret when it is saved: until then its id, in webhook_id and webhook-id, and the signature are placeholders.";
    return { ...rest, id: UNSAVED_ID, headers: valuesOf(rows, []), secrets: [NO_SECRET], note };
  }
  const stored = (await findWebhookRecord(ctx, id)) ? await findDeliveryWebhook(id) : null;
  if (!stored) notFound("webhook");
  const headers = valuesOf(rows, stored.headers);
  if (can(ctx.role, "webhooks.secrets")) return { ...rest, id, headers, secrets: stored.secrets };
  const note = `Your role (${ctx.role}) does not see signatures.`;
  return { ...rest, id, headers, secrets: [NO_SECRET], note };
}

/** Rows without a name are still being typed. */
function valuesOf(rows: PreviewSettings["headers"], kept: [string, string][]): [string, string][] {
  return rows
    .filter(({ name }) => name.trim() !== "")
    .map(({ name, value }) => {
      const same = kept.find(([other]) => other.toLowerCase() === name.trim().toLowerCase());
      return [name.trim(), value ?? same?.[1] ?? ""];
    });
}

async function eventOf(ctx: Ctx, sample: PreviewSample): Promise<DeliveryEvent> {
  if ("eventId" in sample) return storedEvent(ctx, sample.eventId);
  if ("data" in sample) {
    const { type, data, changes = null } = sample;
    assertObject("data", "The data", data);
    if (changes !== null) assertObject("changes", "The changes", changes);
    return sampleEvent(type, data, changes);
  }
  const type = (await catalogFor(ctx, [sample.type])).get(sample.type);
  const event = type && sampleOf(type);
  if (event) return event;
  throw new AppError(
    "invalid",
    `There is no sample of ${sample.type}. Choose a recent event, or write the data.`,
  );
}

async function storedEvent(ctx: Ctx, id: string): Promise<DeliveryEvent> {
  const [row] = await db()
    .select({
      id: events.id,
      type: events.type,
      dataText: sql<string>`${events.data}::text`,
      changesText: sql<string | null>`${events.changes}::text`,
      occurredAt: events.occurredAt,
    })
    .from(events)
    .where(and(eq(events.orgId, ctx.orgId), eq(events.id, id)));
  return row ?? notFound("event");
}
