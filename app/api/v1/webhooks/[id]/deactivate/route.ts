import { route } from "@/lib/api/route";
import { switchWebhook } from "@/lib/api/webhooks";

export const POST = route("webhooks.write", switchWebhook(false));
