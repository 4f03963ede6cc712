import { readBody } from "@/lib/test-endpoints/read-body";
import { receiveRequest } from "@/lib/test-endpoints/receive";
import { KEPT_BODY_BYTES } from "@/lib/test-endpoints/schema";

/** Set by this server or a proxy before it, not by the sender. */
const ADDED_ON_THE_WAY = new Set([
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** A test endpoint takes whatever it is sent, by whatever method, and says that it got it. */
async function receive(request: Request, { params }: RouteContext<"/api/inbox/[token]">): Promise<Response> {
  const { token } = await params;
  const url = new URL(request.url);
  const kept = await receiveRequest(token, {
    method: request.method,
    target: url.pathname + url.search,
    headers: [...request.headers].filter(([name]) => !ADDED_ON_THE_WAY.has(name)),
    ...(await readBody(request.body, KEPT_BODY_BYTES)),
  });
  const headers = { "cache-control": "no-store" };
  return kept
    ? Response.json({ received: true }, { headers })
    : Response.json({ received: false, reason: "There is no such test endpoint." }, { status: 404, headers });
}

export {
  receive as DELETE,
  receive as GET,
  receive as HEAD,
  receive as OPTIONS,
  receive as PATCH,
  receive as POST,
  receive as PUT,
};
