import fc from "fast-check";
import { oddJson, oddText } from "../../../scripts/test/odd-texts";
import { type Action, actionBody, actionHeaders } from "../actions";
import type { Route } from "../routes";
import type { RawRequest } from "../wire";
import { furtherHeaders, type Identities, identity } from "./headers";
import { addressPart, body, type Known, queryOf } from "./values";

/** A request, and what of the server it is for. */
export type Planned = RawRequest & { target: string };

type World = { routes: Route[]; actions: Action[]; known: Known; identities: Identities };

const OTHER_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
/** Node's parser refuses longer ones, which is an answer too, but not ours. */
const MAX_PATH = 12_000;

/** Requests over everything that is served. The same seed gives the same requests for the same world. */
export function planRequests(world: World, seed: number, count: number): Planned[] {
  const pages = world.routes.filter(({ kind }) => kind === "page");
  const api = world.routes.filter(({ kind }) => kind === "route");
  const request = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...api).chain((route) => routeRequest(world, route)) },
    { weight: 3, arbitrary: fc.constantFrom(...pages).chain((route) => routeRequest(world, route)) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(...world.actions).chain((action) => actionRequest(world, action)),
    },
    { weight: 1, arbitrary: unknownRequest(world) },
  );
  return fc.sample(request, { seed, numRuns: count });
}

function routeRequest(world: World, route: Route): fc.Arbitrary<Planned> {
  const method = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...route.methods) },
    { weight: 1, arbitrary: fc.constantFrom(...OTHER_METHODS) },
  );
  return method.chain((chosen) =>
    fc
      .record({
        path: pathOf(world, route),
        query: queryOf(world.known),
        who: identity(world.identities, route.address.startsWith("/api/v1/")),
        further: furtherHeaders,
        body: ["GET", "HEAD", "TRACE"].includes(chosen) ? fc.constant(null) : body,
      })
      .map(({ path, query, who, further, body: bytes }) => ({
        target: route.address,
        method: chosen,
        path: (path + query).slice(0, MAX_PATH),
        headers: { ...(bytes && { "content-type": "application/json" }), ...further, ...who },
        body: bytes,
      })),
  );
}

/** The address with each part in brackets filled in. */
function pathOf({ known }: World, { address }: Route): fc.Arbitrary<string> {
  const parts = address.split("/").slice(1);
  const filled = parts.map((part, index) =>
    part.startsWith("[") ? addressPart(known, parts[index - 1] ?? "") : fc.constant(part),
  );
  return fc.tuple(...filled).map((all) => `/${all.join("/")}`);
}

/** What actions call their fields. */
const FIELDS = [
  ..."id name url patch active number filter subscriptions template settings sample type data changes".split(
    " ",
  ),
  ..."headers body overlapHours organisationId email password title slug startsAt customMetadata eventId".split(
    " ",
  ),
  ..."dataEndpointId member memberId firstName lastName webhookId eventType from to targets input role".split(
    " ",
  ),
];

const FORGED_VALUES =
  "$NaN $n12 $nx $D2026-01-01 $Infinity $-0 $undefined $F1 $Q1 $W1 $B1 $@1 $1 $1:a $0 $0:0 $0:0:x $h1 $K1 $T";

/** Calls in React's own encoding of arguments that no page of ours writes, and bodies that are none. */
const FORGED = [
  ...FORGED_VALUES.split(" ").flatMap((text) => [
    JSON.stringify([text]),
    JSON.stringify([{ id: text, data: { a: text } }]),
  ]),
  ...["", "{", "5", "null", "[]", "[1,2,3]", `["${"x".repeat(1_200_000)}"]`],
  "[".repeat(50_000) + "]".repeat(50_000),
];
const OTHER_TYPES = [
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "application/json",
];

function actionRequest({ known, identities }: World, action: Action): fc.Arbitrary<Planned> {
  const id = fc.constantFrom(...Object.values(known).flat());
  const value = fc.oneof(oddJson, oddText, id, fc.constantFrom(true, 0, 1, 24, null, [], {}, ["attendee.*"]));
  const fields = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 6 });
  const input = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(id, fields).map(([own, rest]) => ({ ...rest, id: own })) },
    { weight: 4, arbitrary: fields },
    { weight: 1, arbitrary: oddJson },
  );
  const text = fc.oneof(
    { weight: 12, arbitrary: input.map(actionBody) },
    { weight: 2, arbitrary: fc.constantFrom(...FORGED) },
  );
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom(...OTHER_TYPES).map((name) => ({ "content-type": name })) },
  );
  return fc.tuple(text, type, identity(identities, false)).map(([call, other, who]) => ({
    target: `action ${action.name}`,
    method: "POST",
    path: action.page,
    headers: { ...actionHeaders(action), ...other, ...who },
    body: Buffer.from(call),
  }));
}

/** An address that nothing is at. */
function unknownRequest({ known, identities }: World): fc.Arbitrary<Planned> {
  const path = fc.array(addressPart(known, ""), { minLength: 1, maxLength: 4 });
  return fc
    .record({
      path,
      method: fc.constantFrom(...OTHER_METHODS),
      who: identity(identities, false),
      further: furtherHeaders,
      prefix: fc.constantFrom("", "/api", "/api/v1", "/api/live", "/_next", "/developers"),
    })
    .map(({ path: parts, method, who, further, prefix }) => ({
      target: "unknown",
      method,
      path: `${prefix}/${parts.join("/")}`.slice(0, MAX_PATH),
      headers: { ...further, ...who },
      body: null,
    }));
}
