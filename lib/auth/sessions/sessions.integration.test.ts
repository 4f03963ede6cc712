import { and, eq } from "drizzle-orm";
import { afterAll, expect, test, vi } from "vitest";
import { closeDb, db } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import { listAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth/context";
import { setPassword } from "@/lib/auth/set-password";
import { OPERATOR } from "@/lib/auth/turns";
import { verifyCredentials } from "@/lib/auth/verify-credentials";
import { addMember, createOrg } from "@/scripts/test/fixtures";
import { findSession, listSessions } from "./data";
import { endOtherSessions, endOwnSession, endSession, startSession } from "./mutations";

afterAll(closeDb);

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0";

async function signIn(userId: string, userAgent = FIREFOX) {
  const user = await db().query.users.findFirst({ where: eq(users.id, userId) });
  const token = user && (await startSession(user, { address: "203.0.113.7", userAgent }));
  const ctx = token ? await ctxOf(token) : null;
  if (!token || !ctx?.sessionId) throw new Error("No session was started.");
  return { token, ctx, id: ctx.sessionId };
}

const ctxOf = async (token: string): Promise<Ctx | null> => (await findSession(token))?.ctx ?? null;

test("a token is worth what its row is; the row does not hold it", async () => {
  const { orgId, user } = await createOrg({ role: "admin" });
  const { token, ctx, id } = await signIn(user.id);
  expect(ctx).toEqual({
    orgId,
    userId: user.id,
    role: "admin",
    actor: { kind: "user", id: user.id, name: user.name },
    sessionId: id,
  });
  const [row] = await db().select().from(sessions).where(eq(sessions.id, id));
  expect(JSON.stringify(row)).not.toContain(token);
  for (const other of ["", token.slice(1), row?.tokenHash ?? "", id, user.id]) {
    expect(await findSession(other)).toBeNull();
  }
});

test("signing out ends it for every copy of the cookie, and no other session", async () => {
  const { user } = await createOrg();
  const [one, other] = [await signIn(user.id), await signIn(user.id)];
  await endOwnSession(one.token);
  expect(await findSession(one.token)).toBeNull();
  expect(await ctxOf(other.token)).not.toBeNull();
});

test("it ends by itself, and is swept out when somebody signs in", async () => {
  const { user } = await createOrg();
  const { token, id } = await signIn(user.id);
  await db()
    .update(sessions)
    .set({ expiresAt: new Date(Date.now() - 1_000) })
    .where(eq(sessions.id, id));
  expect(await findSession(token)).toBeNull();
  const next = await signIn(user.id);
  expect((await listSessions(next.ctx)).map((session) => session.id)).toEqual([next.id]);
  expect(await db().select().from(sessions).where(eq(sessions.id, id))).toEqual([]);
  const [row] = await db().select().from(sessions).where(eq(sessions.id, next.id));
  const days = ((row?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(13.9);
  expect(days).toBeLessThanOrEqual(14);
});

test("the list says where one is signed in, this session first", async () => {
  const { user } = await createOrg();
  const here = await signIn(user.id);
  const there = await signIn(user.id, "curl/8.5.0");
  await db().update(sessions).set({ address: "10.0.0.7" }).where(eq(sessions.id, there.id));
  expect(await listSessions(here.ctx)).toMatchObject([
    { id: here.id, current: true, device: "Firefox on Windows", address: "203.0.113.7" },
    { id: there.id, current: false, device: "curl", address: "10.0.0.7 (private network)" },
  ]);
  expect((await listSessions(there.ctx)).map(({ id }) => id)).toEqual([there.id, here.id]);
  expect(JSON.stringify(await listSessions(here.ctx))).not.toContain(here.token);
});

test("when it was last seen is kept to a few minutes", async () => {
  const { user } = await createOrg();
  const { token, ctx, id } = await signIn(user.id);
  const seen = async () => (await listSessions(ctx))[0]?.lastSeenAt.getTime() ?? 0;
  const recent = new Date(Date.now() - 4 * 60_000);
  await db().update(sessions).set({ lastSeenAt: recent }).where(eq(sessions.id, id));
  await findSession(token);
  expect(await seen()).toBe(recent.getTime());
  const old = new Date(Date.now() - 6 * 60_000);
  await db().update(sessions).set({ lastSeenAt: old }).where(eq(sessions.id, id));
  await findSession(token);
  await vi.waitFor(async () => expect(await seen()).toBeGreaterThan(recent.getTime()), 10_000);
});

test("one is ended from another, and that is written down", async () => {
  const { user } = await createOrg();
  const [here, there] = [await signIn(user.id), await signIn(user.id)];
  await endSession(here.ctx, there.id);
  expect(await findSession(there.token)).toBeNull();
  await expect(endSession(here.ctx, there.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await listAudit(here.ctx, { kind: "session", id: there.id })).toMatchObject([
    { action: "session.ended", targetName: "Firefox on Windows", actorName: user.name },
  ]);
});

test("all others are ended at once", async () => {
  const { user } = await createOrg();
  const [here, ...others] = await Promise.all([1, 2, 3].map(() => signIn(user.id)));
  if (!here) throw new Error("There is none.");
  expect(await endOtherSessions(here.ctx)).toBe(2);
  expect(await ctxOf(here.token)).not.toBeNull();
  for (const { token } of others) expect(await findSession(token)).toBeNull();
  expect(await endOtherSessions(here.ctx)).toBe(0);
});

test("nobody sees or ends somebody else's, of their own organisation or another", async () => {
  const { orgId, user } = await createOrg();
  const colleague = await addMember(orgId, "owner");
  const stranger = await createOrg();
  const mine = await signIn(user.id, "curl/8.5.0");
  for (const { user: other } of [colleague, stranger]) {
    const theirs = await signIn(other.id);
    await expect(endSession(theirs.ctx, mine.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listSessions(theirs.ctx)).map(({ id }) => id)).toEqual([theirs.id]);
    await endOtherSessions(theirs.ctx);
  }
  expect(await ctxOf(mine.token)).not.toBeNull();
});

test("an API key has no sessions", async () => {
  const { orgId } = await createOrg();
  const ctx: Ctx = {
    orgId,
    userId: null,
    role: "developer",
    actor: { kind: "api_key", id: null, name: "Key" },
  };
  await expect(listSessions(ctx)).rejects.toMatchObject({ code: "not_found" });
  await expect(endSession(ctx, crypto.randomUUID())).rejects.toMatchObject({ code: "not_found" });
  await expect(endOtherSessions(ctx)).rejects.toMatchObject({ code: "not_found" });
});

test("a removed member's session is worth nothing, a removed user's is gone", async () => {
  const { orgId, user } = await createOrg();
  const { token } = await signIn(user.id);
  await db()
    .delete(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, user.id)));
  expect(await findSession(token)).toEqual({ ctx: null });
  await db().delete(users).where(eq(users.id, user.id));
  expect(await findSession(token)).toBeNull();
});

test("a password that was changed while it was checked starts nothing, however the two meet", async () => {
  const { user } = await createOrg();
  const origin = { address: "203.0.113.7", userAgent: FIREFOX };
  const old = { id: user.id, passwordHash: "none" };
  const actor = { kind: "system", id: null, name: "Operator" } as const;
  const started: string[] = [];
  const startUntilRefused = async () => {
    for (;;) {
      const token = await startSession(old, origin);
      if (!token) return;
      started.push(token);
    }
  };
  const change = setPassword(user.id, "correct horse battery", OPERATOR, actor);
  await Promise.all([change, ...[1, 2, 3, 4].map(startUntilRefused)]);
  expect(started.length).toBeGreaterThan(0);
  const left = await db().select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, user.id));
  expect(left).toEqual([]);
});

test("a new password signs out everywhere, and opens what the old one did", async () => {
  const { ctx, user } = await createOrg();
  const open = [await signIn(user.id), await signIn(user.id)];
  const bystander = await signIn((await createOrg()).user.id);
  const actor = { kind: "system", id: null, name: "Operator" } as const;
  const password = "correct horse battery";
  await expect(setPassword(user.id, "short", OPERATOR, actor)).rejects.toThrow();
  expect(await ctxOf(open[0]?.token ?? "")).not.toBeNull();
  expect(await setPassword(user.id, password, OPERATOR, actor)).toBe(2);
  for (const { token } of open) expect(await findSession(token)).toBeNull();
  expect(await ctxOf(bystander.token)).not.toBeNull();
  const place = { address: "203.0.113.8" };
  expect(await verifyCredentials({ email: user.email, password }, place)).toMatchObject({ id: user.id });
  expect(await listAudit(ctx, { kind: "user", id: user.id })).toMatchObject([
    { action: "user.password_set", actorName: "Operator" },
  ]);
  await expect(setPassword(crypto.randomUUID(), password, OPERATOR, actor)).rejects.toMatchObject({
    code: "not_found",
  });
});
