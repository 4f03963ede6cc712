import { and, asc, count, desc, eq, max, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { receivedRequests, testEndpoints, webhooks } from "@/db/schema";
import { env } from "@/env";
import type { Ctx } from "@/lib/auth/context";
import { notFound } from "@/lib/errors";
import { type ReadableBody, readableBody } from "@/lib/readable-body";
import { KEPT_BODY_BYTES, KEPT_REQUESTS, type SignatureVerdict } from "./schema";

/** Times are ISO 8601; `address` is what to send to. */
export type TestEndpoint = { id: string; name: string; address: string; createdAt: string };

export type TestEndpointRow = TestEndpoint & { requestCount: number; lastRequestAt: string | null };

/** A received request as the list shows it. */
export type ReceivedRequestRow = {
  id: string;
  method: string;
  target: string;
  bytes: number;
  signature: SignatureVerdict;
  /** The event's type, where the body tells. */
  eventType: string | null;
  receivedAt: string;
};

export type ReceivedRequest = Omit<ReceivedRequestRow, "bytes" | "eventType"> & {
  headers: [string, string][];
  body: ReadableBody;
  /** The body was longer than what is kept. */
  cut: boolean;
  signatureDetail: string | null;
};

/** The address a token stands for. */
const addressOf = (token: string): string => `${env().HOOKYARD_PUBLIC_URL}/api/inbox/${token}`;

const toEndpoint = ({ id, name, token, createdAt }: typeof testEndpoints.$inferSelect): TestEndpoint => ({
  id,
  name,
  address: addressOf(token),
  createdAt: createdAt.toISOString(),
});

/** The organisation's test endpoints, newest first. */
export async function listTestEndpoints(ctx: Ctx): Promise<TestEndpointRow[]> {
  const rows = await db()
    .select({
      endpoint: testEndpoints,
      requestCount: count(receivedRequests.id),
      lastRequestAt: max(receivedRequests.receivedAt),
    })
    .from(testEndpoints)
    .leftJoin(receivedRequests, eq(receivedRequests.endpointId, testEndpoints.id))
    .where(eq(testEndpoints.orgId, ctx.orgId))
    .groupBy(testEndpoints.id)
    .orderBy(desc(testEndpoints.createdAt));
  return rows.map(({ endpoint, requestCount, lastRequestAt }) => ({
    ...toEndpoint(endpoint),
    // Older ones are deleted now and then.
    requestCount: Math.min(requestCount, KEPT_REQUESTS),
    lastRequestAt: lastRequestAt?.toISOString() ?? null,
  }));
}

/** A test endpoint and the webhooks that point to it. */
export type TestEndpointDetail = TestEndpoint & { webhooks: { id: string; name: string }[] };

/** One test endpoint, or null when the organisation has none of this id. */
export async function findTestEndpoint(ctx: Ctx, id: string): Promise<TestEndpointDetail | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [row] = await db()
    .select()
    .from(testEndpoints)
    .where(and(eq(testEndpoints.orgId, ctx.orgId), eq(testEndpoints.id, id)));
  if (!row) return null;
  const users = await db()
    .select({ id: webhooks.id, name: webhooks.name })
    .from(webhooks)
    .where(and(eq(webhooks.orgId, ctx.orgId), leadsTo(row.token)))
    .orderBy(asc(webhooks.name));
  return { ...toEndpoint(row), webhooks: users };
}

/**
 * One test endpoint.
 * @throws AppError not_found, also for one of another organisation
 */
export async function getTestEndpoint(ctx: Ctx, id: string): Promise<TestEndpointDetail> {
  return (await findTestEndpoint(ctx, id)) ?? notFound("test endpoint");
}

/** Whether a webhook's URL is that of the test endpoint with this token, on whatever host this server is reached. */
export const leadsTo = (token: string) => sql`strpos(${webhooks.url}, ${`/api/inbox/${token}`}) > 0`;

/**
 * What the endpoint received, newest first, at most as many as are kept.
 * @throws AppError not_found
 */
export async function listRequests(ctx: Ctx, endpointId: string): Promise<ReceivedRequestRow[]> {
  const endpoint = await getTestEndpoint(ctx, endpointId);
  const rows = await db()
    .select({
      id: receivedRequests.id,
      method: receivedRequests.method,
      target: receivedRequests.target,
      bytes: sql<number>`octet_length(${receivedRequests.body})`,
      // Enough of the body to find the type in, which Hookyard writes near the beginning.
      head: sql<string>`encode(substr(${receivedRequests.body}, 1, 400), 'escape')`,
      signature: receivedRequests.signature,
      receivedAt: receivedRequests.receivedAt,
    })
    .from(receivedRequests)
    .where(and(eq(receivedRequests.orgId, ctx.orgId), eq(receivedRequests.endpointId, endpoint.id)))
    .orderBy(desc(receivedRequests.id))
    .limit(KEPT_REQUESTS);
  return rows.map(({ head, receivedAt, ...row }) => ({
    ...row,
    eventType: /"kind":\s?"([a-z0-9_.]{1,200})"/.exec(head)?.[1] ?? null,
    receivedAt: receivedAt.toISOString(),
  }));
}

/**
 * One received request, whole.
 * @throws AppError not_found, also when it was pushed out by newer ones
 */
export async function getRequest(ctx: Ctx, endpointId: string, id: string): Promise<ReceivedRequest> {
  const endpoint = await getTestEndpoint(ctx, endpointId);
  const [row] = await db()
    .select()
    .from(receivedRequests)
    .where(
      and(
        eq(receivedRequests.orgId, ctx.orgId),
        eq(receivedRequests.endpointId, endpoint.id),
        eq(receivedRequests.id, id),
      ),
    );
  if (!row) notFound("request");
  const cut = row.body.length >= KEPT_BODY_BYTES;
  return {
    id: row.id,
    method: row.method,
    target: row.target,
    headers: row.headers,
    body: readableBody(row.body, cut),
    cut,
    signature: row.signature,
    signatureDetail: row.signatureDetail,
    receivedAt: row.receivedAt.toISOString(),
  };
}
