import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { testEndpoints } from "@/db/schema";
import { remember } from "./remember";

/** 128 random bits in base64url: nothing else was ever an address. */
const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const SIZE = 5_000;
const MISSING_MS = 10_000;

export type InboxEndpoint = Pick<typeof testEndpoints.$inferSelect, "id" | "orgId" | "token">;

/**
 * Known tokens, for good: a token never becomes that of another endpoint, and what was deleted is found out when something is to be kept for
 * it. Apart from unknown ones, so that guesses push out no endpoint.
 */
const found = new Map<string, InboxEndpoint>();
/** Unknown tokens, and until when there is no look-up for them. */
const missing = new Map<string, number>();

/** What is remembered of a token: its endpoint, null when there is none, undefined when it takes a look-up. */
export function rememberedEndpoint(token: string): InboxEndpoint | null | undefined {
  if (!TOKEN.test(token)) return null;
  return found.get(token) ?? ((missing.get(token) ?? 0) > performance.now() ? null : undefined);
}

/** The endpoint of this token, or null; remembered either way. */
export async function lookUpEndpoint(token: string): Promise<InboxEndpoint | null> {
  const { id, orgId } = testEndpoints;
  const [row] = await db().select({ id, orgId }).from(testEndpoints).where(eq(testEndpoints.token, token));
  if (!row) {
    forgetEndpoint(token);
    return null;
  }
  const endpoint = { ...row, token };
  remember(found, token, endpoint, SIZE);
  return endpoint;
}

/** The endpoint of this token was deleted, or never was. */
export function forgetEndpoint(token: string): void {
  found.delete(token);
  remember(missing, token, performance.now() + MISSING_MS, SIZE);
}
