import { postCancel } from "@/lib/api/jobs";
import { route } from "@/lib/api/route";

export const POST = route("jobs.write", postCancel);
