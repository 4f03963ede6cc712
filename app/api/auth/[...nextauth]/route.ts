import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nextAuthCall } from "@/lib/auth/next-auth-call";
import { authOptions } from "@/lib/auth/options";
import { asRefused, type Refusal } from "@/lib/auth/refusal";
import { hasSession } from "@/lib/auth/session";
import { problem, problemOf, toResponse } from "@/lib/http/problem";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  try {
    const path = (await context.params).nextauth.join("/");
    // next-auth goes by the cookie alone.
    if (path === "session" && request.method === "GET" && !(await hasSession())) {
      return Response.json({}, { headers: { "cache-control": "private, no-store" } });
    }
    const call = await nextAuthCall(request, path);
    if (call) return await answerCall(call, context);
  } catch (error) {
    return toResponse(problemOf(error));
  }
  return toResponse(problem({ status: 404, title: "Not found", detail: "There is nothing at this path." }));
}

async function answerCall(call: NextRequest, context: Context): Promise<Response> {
  const refusals: Refusal[] = [];
  const options = authOptions((refusal) => refusals.push(refusal));
  const response: Response = await NextAuth(options)(call, context);
  return refusals[0] ? asRefused(response, refusals[0]) : response;
}

export { handler as GET, handler as POST };
