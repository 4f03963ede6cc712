import type { Browser } from "@playwright/test";
import { z } from "zod";
import { callAction } from "../support/actions";
import { firstRun } from "../support/first-run";
import { addMember } from "../support/members";
import { fillOrganisation } from "../support/random/world";
import { fill, listRoutes, partsOf, type Route } from "../support/routes";
import { unique } from "../support/screens";
import { sessionOf } from "../support/session";
import { expect, test } from "../support/test";

async function owner(browser: Browser, name: string) {
  const member = await addMember("owner", unique(name));
  return { session: await sessionOf(browser, member), key: member.apiKey ?? "" };
}

type Owner = Awaited<ReturnType<typeof owner>>;

const isApi = ({ address }: Route) => address.startsWith("/api/v1/");
const isLive = ({ address }: Route) => address.startsWith("/api/live/");

async function statusOf(
  { session, key }: Owner,
  route: Route,
  method: string,
  path: string,
): Promise<number> {
  const headers: Record<string, string> = isApi(route)
    ? { authorization: `Bearer ${key}` }
    : { cookie: session };
  const body = method === "GET" ? null : "{}";
  const response = await fetch(new URL(path, firstRun().url), { method, headers, body });
  await response.arrayBuffer();
  return response.status;
}

/** Every address with an id in it, found in the tree: a new one is among them by itself. */
const routes = listRoutes().filter((route) => (isApi(route) || isLive(route)) && partsOf(route).length > 0);

test("what another organisation has is not found, at any address and below it", async ({ browser }) => {
  const [mine, theirs] = [await owner(browser, "Mine"), await owner(browser, "Theirs")];
  const things: Record<string, string> = await fillOrganisation(theirs);
  const idOf = (before: string) => {
    const id = things[before];
    if (!id) throw new Error(`Let fillOrganisation make one of what stands below ${before}/.`);
    return id;
  };
  for (const route of routes) {
    const path = fill(route, idOf);
    for (const method of route.methods) {
      // Else what is not found might be so for its owner too.
      if (method === "GET")
        expect(await statusOf(theirs, route, method, path), `${method} ${path}`).toBe(200);
      expect(await statusOf(mine, route, method, path), `${method} ${path}`).toBe(404);
    }
  }
  const endpoint = await callAction(mine.session, "createTestEndpoint", { name: "Mine" });
  const made = z.object({ value: z.object({ id: z.string() }) }).parse(endpoint).value;
  const below = `/api/live/test-endpoints/${made.id}/requests/${things.requests}`;
  const response = await fetch(new URL(below, firstRun().url), { headers: { cookie: mine.session } });
  expect(response.status).toBe(404);
});

test("what no organisation has is not found either", async ({ browser }) => {
  const mine = await owner(browser, "Mine");
  const nothing = [
    "00000000-0000-4000-8000-000000000000",
    "nonsense",
    "2147483648",
    "01M88J676C647PXWQN1QVNE9PW",
  ];
  for (const route of routes) {
    for (const id of nothing) {
      const path = fill(route, () => id);
      const method = route.methods[0] ?? "GET";
      const status = await statusOf(mine, route, method, path);
      // The console's own reads say 400 for what can't be an id at all.
      expect(isLive(route) ? [400, 404] : [404], `${method} ${path}`).toContain(status);
    }
  }
});
