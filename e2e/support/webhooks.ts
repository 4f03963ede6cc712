import { expect } from "@playwright/test";
import { callApi } from "./api";
import { unique } from "./screens";

/** An address for webhooks that are sent nothing. */
export const NOWHERE = "http://127.0.0.1:8999/hook";

export type CreatedWebhook = { id: string; name: string };

/** Makes a webhook over the API: active, and subscribed to a type that no test emits in the demo organisation, unless told otherwise. */
export async function createWebhook(
  url: string,
  settings: Record<string, unknown> = {},
  key?: string | null,
): Promise<CreatedWebhook> {
  const body = {
    name: unique("Webhook"),
    url,
    subscriptions: ["calendar_event.user_unregistered"],
    active: true,
    ...settings,
  };
  const answer = await callApi("POST", "/webhooks", { body, ...(key ? { key } : {}) });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}
