import { route } from "@/lib/api/route";
import { getSecret } from "@/lib/api/webhooks";

export const GET = route("webhooks.secrets", getSecret);
