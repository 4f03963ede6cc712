import { notFound } from "next/navigation";
import { cache } from "react";
import { requireCtx } from "@/lib/auth/session";
import { findWebhook } from "@/lib/webhooks/data";

/** The webhook that a page's address names, read once a request; the "not found" page where there is none. */
export const readWebhook = cache(
  async (id: string) => (await findWebhook(await requireCtx(), id)) ?? notFound(),
);
