import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { env } from "@/env";
import { AppError } from "@/lib/errors";
import { signInPath } from "./callback-url";
import type { Ctx } from "./context";
import { organisationCookieName, sessionCookieName } from "./cookies";
import { findSession } from "./sessions/data";

/** The header in which proxy.ts tells a page its own address. */
const PATH_HEADER = "x-hookyard-path";

/** The session token in the browser's cookie, be it good still or not. */
export async function heldToken(): Promise<string | null> {
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  if (!cookie) return null;
  try {
    return (await decode({ token: cookie, secret: env().NEXTAUTH_SECRET }))?.sub ?? null;
  } catch {
    // Not one of ours, or too old.
    return null;
  }
}

/** One look-up a request: what is not there any more is not found again. */
const currentSession = cache(async () => {
  const token = await heldToken();
  return token ? findSession(token, (await cookies()).get(organisationCookieName())?.value) : null;
});

/** Whether the browser holds a session that has not ended, be its user a member of anything or not. */
export async function hasSession(): Promise<boolean> {
  return (await currentSession()) !== null;
}

/** Who asks, or null without a session. For pages, actions and routes of the console. */
export async function getCtx(): Promise<Ctx | null> {
  return (await currentSession())?.ctx ?? null;
}

/** Who asks. In a page: without a session it leads to sign-in, and back afterwards. */
export async function requireCtx(): Promise<Ctx> {
  const ctx = await getCtx();
  if (ctx) return ctx;
  redirect(signInPath((await headers()).get(PATH_HEADER)) as Parameters<typeof redirect>[0]);
}

/** In a page: what `read` gives; where it finds nothing, the page for that. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
