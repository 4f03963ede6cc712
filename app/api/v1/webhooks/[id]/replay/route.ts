import { route } from "@/lib/api/route";
import { postReplay } from "@/lib/api/webhooks";

export const POST = route("jobs.write", postReplay);
