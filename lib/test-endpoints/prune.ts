import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { remember } from "./remember";
import { KEPT_BYTES, KEPT_REQUESTS } from "./schema";
import type { InboxEndpoint } from "./tokens";

/** Not with every request: what is beyond the limits is deleted once so much has come since the last time. */
const EVERY = { requests: 25, bytes: 1024 * 1024 };
const SIZE = 5_000;

/** What came since the last time, by endpoint. One that is not known here is looked through at once. */
const since = new Map<string, { requests: number; bytes: number }>();

/** Forgets the oldest requests beyond what an endpoint keeps, in one statement for many of them. */
export async function pruneAfter(endpoint: InboxEndpoint, bytes: number): Promise<void> {
  const count = since.get(endpoint.id) ?? { requests: EVERY.requests, bytes: 0 };
  count.requests++;
  count.bytes += bytes;
  remember(since, endpoint.id, count, SIZE);
  if (count.requests < EVERY.requests && count.bytes < EVERY.bytes) return;
  [count.requests, count.bytes] = [0, 0];
  await prune(endpoint);
}

async function prune({ id, orgId }: InboxEndpoint): Promise<void> {
  await db().execute(sql`
    with ranked as (
      select id, row_number() over newest as place, sum(octet_length(body)) over newest as bytes
      from received_requests where org_id = ${orgId} and endpoint_id = ${id}
      window newest as (order by id desc)
    ), old as (
      select r.id from received_requests r join ranked using (id)
      where ranked.place > ${KEPT_REQUESTS} or ranked.bytes > ${KEPT_BYTES} order by r.id for update of r skip locked
    )
    delete from received_requests r using old where r.id = old.id`);
}
