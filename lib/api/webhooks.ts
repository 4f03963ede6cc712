import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type ApiAnswer, json } from "@/lib/http/problem";
import { getWebhook, listWebhooks, type Webhook } from "@/lib/webhooks/data";
import { createWebhook, deleteWebhook, setWebhookActive, updateWebhook } from "@/lib/webhooks/mutations";
import { countMissed, replayMissed } from "@/lib/webhooks/replay";
import { STATUSES, type WebhookInput, webhookPatch } from "@/lib/webhooks/schema";
import { revealSecret } from "@/lib/webhooks/secrets";
import { snake, toCamel, toSnake } from "./case";
import { type ApiCall, parseQuery } from "./route";

const query = z.strictObject({ status: z.enum(STATUSES).optional(), search: z.string().max(200).optional() });

const id = ({ params }: ApiCall) => params.id as string;

/** `GET /api/v1/webhooks`: all of them, by name. */
export async function getWebhooks(call: ApiCall): Promise<ApiAnswer> {
  const { status, search } = parseQuery(query, call.query);
  return json(200, { webhooks: (await listWebhooks(call.ctx, { status, search })).map(toSnake) });
}

/** `POST /api/v1/webhooks`: the settings of the form; what is left out has its default. */
export async function postWebhook(call: ApiCall): Promise<ApiAnswer> {
  const input = await settings(call);
  const webhook = await inSnake(() => createWebhook(call.ctx, input as WebhookInput));
  return json(201, view(webhook), { location: `/api/v1/webhooks/${webhook.id}` });
}

/** `GET /api/v1/webhooks/{id}` */
export const getWebhookById = async (call: ApiCall): Promise<ApiAnswer> =>
  json(200, view(await getWebhook(call.ctx, id(call))));

/** `PATCH /api/v1/webhooks/{id}`: changes the settings given. A header is kept with `{name, keep: true}`. */
export async function patchWebhook(call: ApiCall): Promise<ApiAnswer> {
  const parsed = webhookPatch.safeParse(await settings(call));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({ path: snake(path.join(".")), message }));
    throw new AppError("invalid", "The webhook was not saved: some of this is not as it should be.", faults);
  }
  return json(200, view(await inSnake(() => updateWebhook(call.ctx, id(call), parsed.data))));
}

/** `DELETE /api/v1/webhooks/{id}` */
export async function removeWebhook(call: ApiCall): Promise<ApiAnswer> {
  await deleteWebhook(call.ctx, id(call));
  return { status: 204, headers: {}, body: "" };
}

/** `POST /api/v1/webhooks/{id}/activate` and `/deactivate` */
export const switchWebhook =
  (active: boolean) =>
  async (call: ApiCall): Promise<ApiAnswer> =>
    json(200, view(await setWebhookActive(call.ctx, id(call), active)));

/** `GET /api/v1/webhooks/{id}/secret`: the secrets that sign now, the current one first. The audit log keeps that they were read. */
export const getSecret = async (call: ApiCall): Promise<ApiAnswer> =>
  json(200, { secrets: (await revealSecret(call.ctx, id(call))).map(toSnake) });

/** `GET /api/v1/webhooks/{id}/missed`: how many events it missed while it was off (at most 10 000 are counted), and since when. */
export async function getMissed(call: ApiCall): Promise<ApiAnswer> {
  const missed = await countMissed(call.ctx, id(call));
  return json(200, missed ?? { since: null, count: 0, more: false });
}

/** `POST /api/v1/webhooks/{id}/replay`: sends what it missed, at most 10 000 events a call; `more` says to call again. */
export const postReplay = async (call: ApiCall): Promise<ApiAnswer> =>
  json(202, await replayMissed(call.ctx, id(call)));

const view = (webhook: Webhook) => toSnake(webhook);

async function settings(call: ApiCall): Promise<unknown> {
  const body = await call.body();
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new AppError("invalid", "Send the webhook's settings as a JSON object.");
  }
  return toCamel(body);
}

/** Faults name the fields as the caller wrote them. */
async function inSnake<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const faults = error.faults.map(({ path, message }) => ({ path: snake(path), message }));
    throw new AppError(error.code, error.message, faults, error.details);
  }
}
