import type { NextRequest } from "next/server";
import { action } from "@/lib/auth/action";
import { listJobs } from "@/lib/jobs/data";
import { jobFilter } from "@/lib/jobs/schema";
import { toAnswer } from "@/lib/live/answer";

const read = action("jobs.read", jobFilter, listJobs);

export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  return toAnswer(await read(Object.fromEntries(nextUrl.searchParams)));
}
