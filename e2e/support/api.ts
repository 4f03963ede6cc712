import { firstRun } from "./first-run";

/** Calls the public REST API, as a platform does; with the demo organisation's key unless another is given. */
export async function callApi(
  method: string,
  path: string,
  options: { body?: unknown; raw?: string; key?: string | null; headers?: Record<string, string> } = {},
) {
  const { url, apiKey } = firstRun();
  const key = options.key === undefined ? apiKey : options.key;
  const payload = options.raw ?? (options.body === undefined ? null : JSON.stringify(options.body));
  const response = await fetch(new URL(`/api/v1${path}`, url), {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      "content-type": "application/json",
      ...options.headers,
    },
    body: payload,
  });
  const body = response.status === 204 ? null : await response.json();
  return { status: response.status, type: response.headers.get("content-type"), body };
}

/** A registration as a community platform reports it. */
export function registration(name: string) {
  return {
    type: "calendar_event.user_registered",
    data: {
      version: "1.0",
      action: "calendar_event.user_registered",
      status: "registered",
      date: "2026-04-18T09:30:00Z",
      event: { id: "evt_1", title: "Spring meetup", slug: "spring-meetup" },
      source: { slack_workspace_id: "T024BE7LD" },
      user: {
        id: "U1",
        first_name: name,
        last_name: "Lovelace",
        real_name: `${name} Lovelace`,
        display_name: name.toLowerCase(),
        email: "ada@example.org",
        profile_fields: {},
      },
    },
  };
}

/** A change of an attendee as an event platform reports it. */
export function attendee(type: "created" | "updated" | "deleted", data: Record<string, unknown> = {}) {
  return {
    type: `attendee.${type}`,
    data: {
      id: "att_1",
      first_name: "Grace",
      last_name: "Hopper",
      email: "grace@example.org",
      ticket_type: "Sponsor",
      attendee_type: "Speaker",
      language: "en",
      custom_fields: {},
      created_at: "2026-04-02T08:15:00Z",
      updated_at: "2026-04-18T09:30:00Z",
      ...data,
    },
  };
}
