import { Agent } from "node:http";
import type { Browser } from "@playwright/test";
import { listActions } from "../support/actions";
import { addMember } from "../support/members";
import type { Identities } from "../support/random/headers";
import { type Planned, planRequests } from "../support/random/plan";
import { fillOrganisation, identifyKnown } from "../support/random/world";
import { listRoutes } from "../support/routes";
import { unique } from "../support/screens";
import { sessionOf } from "../support/session";
import { expect, test } from "../support/test";
import { type RawAnswer, sendRaw, toCurl } from "../support/wire";

/** `npm run test:security` sends 10 000, which takes minutes. */
const COUNT = Number(process.env.HOOKYARD_RANDOM_COUNT ?? 2_000);
/** A failure names its seed; with that in the environment it is found again. */
const SEED = Number(process.env.HOOKYARD_RANDOM_SEED ?? Date.now() % 2 ** 31);
const AT_ONCE = 12;

// A second try would be of other requests, and hide what the first one found.
test.describe.configure({ retries: 0 });

test("random requests over everything that is served: none fails on our side", async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(10 * 60_000);
  const origin = baseURL ?? "";
  const [identities, others] = [await openOrganisation(browser), await openOrganisation(browser)];
  const world = {
    routes: listRoutes(),
    // A session that is ended would turn what follows into calls of a stranger.
    actions: (await listActions()).filter(({ name }) => !/sign.?out|session/i.test(name)),
    known: identifyKnown(await fillOrganisation(identities), await fillOrganisation(others)),
    identities,
  };
  console.log(`Random requests: HOOKYARD_RANDOM_SEED=${SEED}`);
  const planned = planRequests(world, SEED, COUNT);
  const targets = new Set(planned.map(({ target }) => target));
  const all = world.routes.length + world.actions.length;
  expect(targets.size).toBeGreaterThanOrEqual(Math.min(COUNT / 100, all));

  const failures = new Map<string, string>();
  const statuses = new Map<number, number>();
  await sendAll(origin, planned, (request, answer) => {
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const fault = faultOf(answer);
    const name = `${request.method} ${request.target}: ${fault}`;
    if (!fault || failures.has(name)) return;
    const secrets = { COOKIE: identities.session, KEY: identities.key };
    failures.set(name, `${name}\n${toCurl(origin, request, secrets)}`);
  });
  console.log(`Answers by status: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`);
  expect([...failures.values()].join("\n\n"), `seed ${SEED}`).toBe("");
  await expectStillIn(origin, identities);
});

/** An organisation to itself, as its owner and its program have it. */
async function openOrganisation(browser: Browser): Promise<Identities> {
  const owner = await addMember("owner", unique("Random"));
  return { session: await sessionOf(browser, owner), key: owner.apiKey ?? "" };
}

/** Nobody was signed out on the way, and the key holds: the answers were those of somebody who may. */
async function expectStillIn(origin: string, { session, key }: Identities): Promise<void> {
  const read = async (path: string, headers: Record<string, string>) =>
    (await fetch(new URL(path, origin), { headers })).status;
  expect(await read("/api/live/webhooks", { cookie: session })).toBe(200);
  expect(await read("/api/v1/webhooks", { authorization: `Bearer ${key}` })).toBe(200);
}

/** Sends them a few at once, over connections that are kept. */
async function sendAll(
  origin: string,
  planned: Planned[],
  tell: (request: Planned, answer: RawAnswer) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const left = planned.values();
  const work = async () => {
    for (const request of left) tell(request, await sendRaw(agent, origin, request));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  agent.destroy();
}

/** What is wrong with an answer, in a few words, or null. */
function faultOf({ status, body, failure, headers }: RawAnswer): string | null {
  if (failure) return failure;
  if (status === 503 && (headers["retry-after"] || /"detail":"."/.test(body))) return null;
  if (status >= 500) return `${status}`;
  if (/"ok":false,"code":"internal"/.test(body)) return `${status}, "internal"`;
  // A page whose beginning is on its way already can't change its status: what failed is told by the digest of its error.
  const digest = /"digest":"(\d+)/.exec(body)?.[1] ?? /data-dgst="(\d+)"/.exec(body)?.[1];
  return digest ? `${status}, with the error ${digest} in the page` : null;
}
