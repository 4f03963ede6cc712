import { delay } from "../lib/pids.mjs";

/** The webhooks of the organisation in the pictures; its addresses are of hosts that `receiver.mjs` stands in for. */
const webhooks = [
  {
    name: "CRM sync",
    description: "Keeps the sales team's contacts up to date. Ask Barbara before changing it.",
    url: "https://crm.riverside.example/hooks/attendees",
    subscriptions: ["attendee.created", "attendee.updated", "attendee.deleted"],
    targets: [{ field: "ticket_type", values: ["Sponsor", "Partner"] }],
    filter: 'event.data.language == "en"',
    headers: [
      { name: "Authorization", value: "Bearer 8f2c1d" },
      { name: "X-Tenant", value: "riverside" },
    ],
    rate_limit: 20,
  },
  {
    name: "Badge printer",
    url: "https://badges.riverside.example/print",
    subscriptions: ["attendee.created", "attendee.updated"],
    format: "data",
    ordered: true,
  },
  {
    name: "Data warehouse",
    url: "https://warehouse.riverside.example/ingest/events",
    subscriptions: ["*"],
    retry: { kind: "standard" },
  },
  {
    name: "Community hub",
    url: "https://hub.riverside.example/webhooks/registrations",
    subscriptions: ["calendar_event.*"],
  },
  {
    name: "Sponsor desk (Slack)",
    url: "https://slack.riverside.example/services/T024BE7LD/B07",
    subscriptions: ["attendee.created"],
    format: "slack",
  },
  {
    name: "Marketing automation",
    url: "https://campaigns.riverside.example/v2/audience/hooks",
    subscriptions: ["attendee.created", "calendar_event.user_registered"],
    retry: { kind: "custom", delays_seconds: [] },
    failure_rule: { kind: "never" },
  },
  {
    name: "Legacy ERP",
    url: "https://erp.riverside.example/soap-bridge/attendees",
    subscriptions: ["attendee.*"],
    retry: { kind: "custom", delays_seconds: [1, 1] },
  },
  {
    name: "Partner portal",
    url: "https://partners.riverside.example/events",
    subscriptions: ["calendar_event.*", "attendee.created"],
    lifecycle: "self_provisioned",
  },
  {
    name: "Audit archive",
    url: "https://archive.riverside.example/append",
    subscriptions: ["*"],
    active: false,
  },
];

const people = [
  ["Grace", "Hopper", "Navy Yard", "Sponsor", "Speaker"],
  ["Katherine", "Johnson", "Langley Analytics", "Partner", "Attendee"],
  ["Mary", "Jackson", "Langley Analytics", "Sponsor", "Attendee"],
  ["Radia", "Perlman", "Spanning Tree", "Sponsor", "Speaker"],
  ["Barbara", "Liskov", "Argus Systems", "Visitor", "Speaker"],
  ["Karen", "Jones", "Weighted Terms", null, "Attendee"],
];

/**
 * Makes the webhooks and has them sent events, over the API; answers once all is delivered, or has failed.
 * @param {string} url
 * @param {string} apiKey
 * @param {(url: string) => string} addressOf
 * @returns {Promise<Record<string, string>>} the webhooks' ids by name
 */
export async function createOrganisation(url, apiKey, addressOf) {
  const call = callerOf(url, apiKey);
  const { webhooks: seeded } = await call("GET", "/webhooks");
  await call("PATCH", `/webhooks/${seeded[0].id}`, { name: "Staging receiver" });
  const ids = { "Staging receiver": seeded[0].id };
  for (const { url: shown, ...settings } of webhooks) {
    const { id } = await call("POST", "/webhooks", { active: true, ...settings, url: addressOf(shown) });
    ids[settings.name] = id;
  }
  await call("PATCH", `/webhooks/${ids["Badge printer"]}`, { timeout_ms: 5_000 });
  await call("PATCH", `/webhooks/${ids["CRM sync"]}`, {
    rate_limit: 10,
    description: webhooks[0]?.description,
  });
  for (const action of ["created", "updated", "created", "updated"]) {
    await call(
      "POST",
      "/events",
      people.map((person, index) => attendee(action, person, index)),
    );
    await delivered(call);
  }
  // From here on it waits between its tries, so that the pictures show that too.
  const waits = { retry: { kind: "custom", delays_seconds: [1800, 7200] } };
  await call("PATCH", `/webhooks/${ids["Marketing automation"]}`, waits);
  await call("POST", "/events", [attendee("created", people[1], 1)]);
  await delivered(call, ["queued", "running"]);
  return ids;
}

function callerOf(url, apiKey) {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}

function attendee(action, [first_name, last_name, company, ticket_type, attendee_type], index) {
  const data = {
    id: `att_${4810 + index}`,
    first_name,
    last_name,
    email: `${first_name.toLowerCase()}.${last_name.toLowerCase()}@example.org`,
    ticket_type,
    attendee_type,
    language: index === 4 ? "de" : "en",
    custom_fields: { company },
    created_at: "2026-04-02T08:15:00Z",
    updated_at: "2026-04-18T09:30:00Z",
  };
  return { type: `attendee.${action}`, data };
}

async function delivered(call, open = ["queued", "running", "retrying"]) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    // The events' jobs exist a moment after the call.
    await delay(500);
    const lists = await Promise.all(open.map((status) => call("GET", `/jobs?status=${status}`)));
    if (lists.every(({ jobs }) => jobs.length === 0)) return;
    if (Date.now() > deadline) throw new Error("The sample events are not delivered in time.");
  }
}
