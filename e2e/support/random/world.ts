import { z } from "zod";
import { callAction } from "../actions";
import { attendee, callApi } from "../api";
import { firstRun } from "../first-run";
import { expect } from "../test";
import { createWebhook, NOWHERE } from "../webhooks";
import type { Identities } from "./headers";
import type { Known } from "./values";

/** One thing of each kind that an address can name, by the part of the address before its id. */
export type Filled = Record<
  | "webhooks"
  | "jobs"
  | "events"
  | "test-events"
  | "test-endpoints"
  | "requests"
  | "calendar-events"
  | "inbox",
  string
>;

const withId = z.object({ id: z.string() });

/** Gives an organisation one of everything. */
export async function fillOrganisation({ session, key }: Identities): Promise<Filled> {
  const call = async <S extends z.ZodType>(name: string, input: unknown, schema: S): Promise<z.output<S>> => {
    const answer = await callAction(session, name, input);
    if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
    return schema.parse(answer.value);
  };
  const webhook = await createWebhook(
    NOWHERE,
    { subscriptions: ["attendee.*"], failure_rule: { kind: "never" } },
    key,
  );
  const emitted = await callApi("POST", "/events", { body: attendee("created"), key });
  const { type, data } = attendee("created");
  const tested = { id: webhook.id, type, data: JSON.stringify(data) };
  const test = await call("sendTestEvent", tested, z.object({ eventId: z.string() }));
  const endpoint = await call(
    "createTestEndpoint",
    { name: "Random" },
    withId.extend({ address: z.string() }),
  );
  const token = endpoint.address.split("/").at(-1) ?? "";
  const record = {
    title: "Random",
    slug: "random",
    startsAt: "2027-04-18T09:30:00Z",
    dataEndpointId: webhook.id,
  };
  const { id } = await call("createCalendarEvent", record, withId);
  const member = { email: "ada@example.org", firstName: "Ada", lastName: "Lovelace" };
  await call("registerMember", { id, member }, z.object({ memberId: z.string() }));
  await fetch(new URL(`/api/inbox/${token}`, firstRun().url), { method: "POST", body: "Random" });
  return {
    webhooks: webhook.id,
    jobs: await firstJob(key),
    events: String(emitted.body.ids[0]),
    "test-events": test.eventId,
    "test-endpoints": endpoint.id,
    requests: await firstRequest(session, endpoint.id),
    "calendar-events": id,
    inbox: token,
  };
}

/** The number of the first job, once the events were fanned out. */
async function firstJob(key: string): Promise<string> {
  const jobs = async () => (await callApi("GET", "/jobs", { key })).body.jobs;
  await expect.poll(async () => (await jobs()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  return String((await jobs())[0].number);
}

async function firstRequest(session: string, endpoint: string): Promise<string> {
  const address = new URL(`/api/live/test-endpoints/${endpoint}/requests`, firstRun().url);
  const answer = await (await fetch(address, { headers: { cookie: session } })).json();
  return z.object({ value: z.array(withId).min(1) }).parse(answer).value[0]?.id ?? "";
}

const SIGN_IN_PATHS =
  "signin signout session csrf providers error verify-request callback/credentials callback/x x";

/** What requests at random may name: of one's own organisation and of another, and next-auth's addresses. */
export function identifyKnown(...organisations: Filled[]): Known {
  const known: Known = { auth: SIGN_IN_PATHS.split(" ") };
  for (const filled of organisations) {
    for (const [before, id] of Object.entries(filled)) known[before] = [...(known[before] ?? []), id];
  }
  return known;
}
