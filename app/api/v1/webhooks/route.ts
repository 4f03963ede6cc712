import { route } from "@/lib/api/route";
import { getWebhooks, postWebhook } from "@/lib/api/webhooks";

export const GET = route("webhooks.read", getWebhooks);
export const POST = route("webhooks.write", postWebhook);
