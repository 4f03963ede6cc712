import { health } from "@/lib/health";

/** 200 while the database answers and, when embedded, an engine lives; else 503 with what is missing. */
export async function GET(): Promise<Response> {
  const state = await health();
  return Response.json(state, { status: state.ok ? 200 : 503, headers: { "cache-control": "no-store" } });
}
