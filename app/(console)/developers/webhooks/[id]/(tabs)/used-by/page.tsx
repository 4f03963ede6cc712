import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { UsedBy } from "@/components/webhooks/page/used-by";
import { requireCtx } from "@/lib/auth/session";
import { getQueryClient } from "@/lib/query-client";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { listUses } from "@/lib/webhooks/uses";
import { readWebhook } from "../../read-webhook";

export const metadata: Metadata = { title: "Used by" };

export default async function WebhookUsesPage({ params }: PageProps<"/developers/webhooks/[id]/used-by">) {
  const ctx = await requireCtx();
  const { id } = await readWebhook((await params).id);
  const client = getQueryClient();
  client.setQueryData(webhookPageQueries.uses(id).queryKey, await listUses(ctx, id));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <UsedBy webhookId={id} />
    </HydrationBoundary>
  );
}
