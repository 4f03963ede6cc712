import { route } from "@/lib/api/route";
import { getMissed } from "@/lib/api/webhooks";

export const GET = route("webhooks.read", getMissed);
