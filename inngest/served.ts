import { env } from "@/env";
import { inngest } from "./client";
import { functions } from "./functions";

/**
 * What is served to Inngest, and where: the address is registered with it, so it comes from the settings, never from a request.
 */
export const served = () => ({
  client: inngest,
  functions,
  serveOrigin: env().HOOKYARD_INNGEST_SERVE_ORIGIN,
  servePath: "/api/inngest",
});
