import type { NextRequest } from "next/server";
import { postEvents } from "@/lib/api/post-events";
import { readLimited } from "@/lib/http/body";
import { toResponse } from "@/lib/http/problem";

export async function POST(request: NextRequest): Promise<Response> {
  const { headers, body } = request;
  const fields = {
    authorization: headers.get("authorization"),
    idempotencyKey: headers.get("idempotency-key"),
  };
  return toResponse(await postEvents(fields, async () => (body ? readLimited(body) : Buffer.alloc(0))));
}
