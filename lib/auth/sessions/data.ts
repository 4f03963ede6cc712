import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { authorise, type Ctx } from "../context";
import { noteSeen } from "./seen";
import { hashSessionToken } from "./token";
import { addressWords, deviceWords } from "./words";

/** More than anybody can look through. */
const MOST_LISTED = 100;

const live = gt(sessions.expiresAt, sql`now()`);

/**
 * Who holds this session token and what they may act as, in one query, read from the database each time: a session that was
 * ended or a role that was taken away is gone with the next request.
 * @param organisationId the one chosen; if the user is not a member of it (or none is chosen), their first
 * @returns null without such a session; `ctx` is null if its user belongs to no organisation
 */
export async function findSession(
  token: string,
  organisationId?: string | null,
): Promise<{ ctx: Ctx | null } | null> {
  const rows = await db()
    .select({
      id: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      userId: users.id,
      name: users.name,
      orgId: memberships.orgId,
      role: memberships.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(memberships, eq(memberships.userId, users.id))
    .where(and(eq(sessions.tokenHash, hashSessionToken(token)), live))
    .orderBy(asc(memberships.createdAt), asc(memberships.orgId));
  const row = rows.find(({ orgId }) => orgId !== null && orgId === organisationId) ?? rows[0];
  if (!row) return null;
  noteSeen(row.id, row.lastSeenAt);
  const { orgId, role, userId, name } = row;
  if (!orgId || !role) return { ctx: null };
  return { ctx: { orgId, userId, role, actor: { kind: "user", id: userId, name }, sessionId: row.id } };
}

export type SessionInfo = {
  id: string;
  /** Whether it is the one that asks. */
  current: boolean;
  /** "Firefox on Windows" */
  device: string;
  /** "203.0.113.7" */
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
};

/**
 * Where the user is signed in: this session first, then those seen last.
 * @throws AppError forbidden; not_found for a context without a user
 */
export async function listSessions(ctx: Ctx): Promise<SessionInfo[]> {
  authorise(ctx, "account.write");
  const rows = await db()
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userOf(ctx)), live))
    .orderBy(
      desc(sql`${sessions.id} = ${ctx.sessionId ?? null}::uuid`),
      desc(sessions.lastSeenAt),
      desc(sessions.id),
    )
    .limit(MOST_LISTED);
  return rows.map(({ id, userAgent, address, createdAt, lastSeenAt }) => ({
    id,
    current: id === ctx.sessionId,
    device: deviceWords(userAgent),
    address: addressWords(address),
    createdAt,
    lastSeenAt,
  }));
}

/** Sessions are people's. @throws AppError not_found for an API key's context, or Hookyard's own */
export function userOf(ctx: Ctx): string {
  return ctx.userId ?? notFound("user");
}
