import { getJobs } from "@/lib/api/jobs";
import { route } from "@/lib/api/route";

export const GET = route("jobs.read", getJobs);
