import { route } from "@/lib/api/route";
import { getWebhookById, patchWebhook, removeWebhook } from "@/lib/api/webhooks";

export const GET = route("webhooks.read", getWebhookById);
export const PATCH = route("webhooks.write", patchWebhook);
export const DELETE = route("webhooks.write", removeWebhook);
