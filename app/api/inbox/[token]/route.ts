import { addressOf, limitKeyOf } from "@/lib/client-address";
import { problem, problemOf, toResponse } from "@/lib/http/problem";
import { createDoor, type Refusal } from "@/lib/test-endpoints/door";
import { readBody } from "@/lib/test-endpoints/read-body";
import { receiveRequest } from "@/lib/test-endpoints/receive";
import { KEPT_BODY_BYTES } from "@/lib/test-endpoints/schema";
import { lookUpEndpoint, rememberedEndpoint } from "@/lib/test-endpoints/tokens";

/** Set by this server or a proxy before it, not by the sender. */
const ADDED_ON_THE_WAY = new Set([
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

const NO_STORE = { "cache-control": "no-store" };

const door = createDoor();

/** A test endpoint takes whatever it is sent, by whatever method and at a bounded pace, and says that it got it. */
async function receive(request: Request, context: RouteContext<"/api/inbox/[token]">): Promise<Response> {
  try {
    return await letIn(request, (await context.params).token);
  } catch (error) {
    return toResponse(problemOf(error));
  }
}

async function letIn(request: Request, token: string): Promise<Response> {
  const client = limitKeyOf(addressOf(request.headers));
  let endpoint = rememberedEndpoint(token);
  if (endpoint === undefined) {
    const refused = door.guess(client);
    if (refused) return tooMany(refused);
    endpoint = await lookUpEndpoint(token);
    if (endpoint) door.found(client);
  }
  if (!endpoint) return unknown();
  const caller = { endpointId: endpoint.id, client, bytes: bodyLength(request) };
  const refused = door.enter(caller);
  if (refused) return tooMany(refused);
  const read = await readBody(request.body, KEPT_BODY_BYTES);
  door.weigh(caller, read.body.length);
  const url = new URL(request.url);
  const kept = await receiveRequest(endpoint, {
    method: request.method,
    target: url.pathname + url.search,
    headers: [...request.headers].filter(([name]) => !ADDED_ON_THE_WAY.has(name)),
    ...read,
  });
  return kept ? Response.json({ received: true }, { headers: NO_STORE }) : unknown();
}

/** What the body may have, in bytes: as it says, or, where it says nothing, as much as is kept. */
function bodyLength(request: Request): number {
  const length = request.headers.get("content-length");
  if (length !== null) return Number(length);
  return request.body ? KEPT_BODY_BYTES : 0;
}

const unknown = () =>
  Response.json(
    { received: false, reason: "There is no such test endpoint." },
    { status: 404, headers: NO_STORE },
  );

const tooMany = ({ retryAfterSeconds, reason }: NonNullable<Refusal>) =>
  toResponse(
    problem({
      status: 429,
      title: "Too many requests",
      detail: reason,
      headers: { "retry-after": String(retryAfterSeconds) },
    }),
  );

export {
  receive as DELETE,
  receive as GET,
  receive as HEAD,
  receive as OPTIONS,
  receive as PATCH,
  receive as POST,
  receive as PUT,
};
