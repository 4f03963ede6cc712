import { notFound } from "next/navigation";
import { cache } from "react";
import { requireCtx } from "@/lib/auth/session";
import * as data from "@/lib/webhooks/data";

/** The webhook that a page's address names, read once a request; null where there is none. */
export const findWebhook = cache(async (id: string) => data.findWebhook(await requireCtx(), id));

/** The same; the "not found" page where there is none. */
export const readWebhook = async (id: string) => (await findWebhook(id)) ?? notFound();
