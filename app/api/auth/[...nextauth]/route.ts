import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { problem, problemOf, toResponse } from "@/lib/api/problem";
import { nextAuthCall } from "@/lib/auth/next-auth-call";
import { authOptions } from "@/lib/auth/options";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  try {
    const call = await nextAuthCall(request, (await context.params).nextauth.join("/"));
    if (call) return await NextAuth(authOptions())(call, context);
  } catch (error) {
    return toResponse(problemOf(error));
  }
  return toResponse(problem({ status: 404, title: "Not found", detail: "There is nothing at this path." }));
}

export { handler as GET, handler as POST };
