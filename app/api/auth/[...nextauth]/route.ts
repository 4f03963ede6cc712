import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";
import { asRefused, type Refusal } from "@/lib/auth/refusal";
import { hasSession } from "@/lib/auth/session";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, context: Context): Promise<Response> {
  const [what] = (await context.params).nextauth;
  // next-auth goes by the cookie alone.
  if (what === "session" && !(await hasSession())) {
    return Response.json({}, { headers: { "cache-control": "private, no-store" } });
  }
  const refusals: Refusal[] = [];
  const options = authOptions((refusal) => refusals.push(refusal));
  const response: Response = await NextAuth(options)(request, context);
  return refusals[0] ? asRefused(response, refusals[0]) : response;
}

export { handler as GET, handler as POST };
