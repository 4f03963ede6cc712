import { and, eq, lte, ne, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit";
import { notFound } from "@/lib/errors";
import { authorise, type Ctx } from "../context";
import { userOf } from "./data";
import { hashSessionToken, newSessionToken } from "./token";
import { deviceWords } from "./words";

/** How long somebody stays signed in, counted from signing in. */
export const SESSION_SECONDS = 14 * 24 * 3600;

const USER_AGENT_CHARACTERS = 300;

/** Where a session is started from. */
export type Origin = { address: string; userAgent: string };

/**
 * Starts a session.
 * @param user whose; `passwordHash` is what their password was checked against
 * @returns the token for its cookie, which cannot be had again: only its hash is kept. Null if they have another password by
 *   now: whoever changed it meant to end what the old one opens.
 */
export async function startSession(
  user: { id: string; passwordHash: string },
  { address, userAgent }: Origin,
): Promise<string | null> {
  const token = newSessionToken();
  const started = await transaction(async (tx) => {
    // Locked, so that a change of the password comes before this or sees the session.
    const [same] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash)))
      .for("share");
    if (!same) return false;
    await tx.insert(sessions).values({
      userId: user.id,
      tokenHash: hashSessionToken(token),
      address,
      userAgent: userAgent.slice(0, USER_AGENT_CHARACTERS),
      expiresAt: sql`now() + make_interval(secs => ${SESSION_SECONDS})`,
    });
    return true;
  });
  // Here, so that nothing else has to: there are never more expired ones than were started since somebody last signed in.
  await db().delete(sessions).where(lte(sessions.expiresAt, sql`now()`));
  return started ? token : null;
}

/** Signing out: whoever has a copy of the cookie is signed out too. */
export async function endOwnSession(token: string): Promise<void> {
  await db()
    .delete(sessions)
    .where(eq(sessions.tokenHash, hashSessionToken(token)));
}

/** Signs a user out everywhere, in the transaction that gives the reason. @returns how many sessions that were */
export async function endSessionsOf(tx: Tx, userId: string): Promise<number> {
  const ended = await tx.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id });
  return ended.length;
}

/**
 * Signs the user out on one of their devices.
 * @throws AppError not_found (also for somebody else's session), forbidden
 */
export async function endSession(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx, "account.write");
  await transaction(async (tx) => {
    const [row] = await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, userOf(ctx)), eq(sessions.id, id)))
      .returning({ id: sessions.id, userAgent: sessions.userAgent });
    if (!row) return notFound("session");
    await recordEnd(tx, ctx, row);
  });
}

/**
 * Signs the user out everywhere but here.
 * @returns how many sessions that were
 * @throws AppError forbidden; not_found for a context without a session
 */
export async function endOtherSessions(ctx: Ctx): Promise<number> {
  authorise(ctx, "account.write");
  const { sessionId = notFound("session") } = ctx;
  return transaction(async (tx) => {
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, userOf(ctx)), ne(sessions.id, sessionId)))
      .returning({ id: sessions.id, userAgent: sessions.userAgent });
    for (const row of ended) await recordEnd(tx, ctx, row);
    return ended.length;
  });
}

const recordEnd = (tx: Tx, ctx: Ctx, { id, userAgent }: { id: string; userAgent: string }) =>
  recordAudit(tx, ctx, {
    action: "session.ended",
    target: { kind: "session", id, name: deviceWords(userAgent) },
  });
