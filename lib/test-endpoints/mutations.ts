import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { receivedRequests, testEndpoints } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { authorise, type Ctx } from "@/lib/auth/context";
import { getTestEndpoint, type TestEndpoint } from "./data";
import { type TestEndpointInput, testEndpointInput } from "./schema";

/**
 * Makes a test endpoint with an address nobody can guess (128 random bits).
 * @throws AppError forbidden; ZodError
 */
export async function createTestEndpoint(ctx: Ctx, input: TestEndpointInput): Promise<TestEndpoint> {
  authorise(ctx, "test_endpoints.write");
  const { name } = testEndpointInput.parse(input);
  return transaction(async (tx) => {
    const token = randomBytes(16).toString("base64url");
    const [row] = await tx
      .insert(testEndpoints)
      .values({ orgId: ctx.orgId, name, token })
      .returning({ id: testEndpoints.id });
    if (!row) throw new Error("The test endpoint was not inserted.");
    await recordAudit(tx, ctx, {
      action: "test_endpoint.created",
      target: { kind: "test_endpoint", id: row.id, name },
    });
    return getTestEndpoint(ctx, row.id);
  });
}

/**
 * Deletes a test endpoint and what it received; its address answers 404 from then on.
 * @throws AppError not_found, forbidden
 */
export async function deleteTestEndpoint(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx, "test_endpoints.write");
  await transaction(async (tx) => {
    const endpoint = await getTestEndpoint(ctx, id);
    await tx.delete(testEndpoints).where(and(eq(testEndpoints.orgId, ctx.orgId), eq(testEndpoints.id, id)));
    await recordAudit(tx, ctx, {
      action: "test_endpoint.deleted",
      target: { kind: "test_endpoint", id, name: endpoint.name },
    });
  });
}

/**
 * Forgets what a test endpoint received.
 * @throws AppError not_found, forbidden
 */
export async function clearRequests(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx, "test_endpoints.write");
  const endpoint = await getTestEndpoint(ctx, id);
  await db()
    .delete(receivedRequests)
    .where(and(eq(receivedRequests.orgId, ctx.orgId), eq(receivedRequests.endpointId, endpoint.id)));
}
