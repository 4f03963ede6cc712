import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { History } from "@/components/webhooks/page/history/history";
import { requireCtx } from "@/lib/auth/session";
import { getQueryClient } from "@/lib/query-client";
import { listHistory } from "@/lib/webhooks/history";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { readWebhook } from "../../read-webhook";

export const metadata: Metadata = { title: "History" };

export default async function WebhookHistoryPage({ params }: PageProps<"/developers/webhooks/[id]/history">) {
  const ctx = await requireCtx();
  const { id } = await readWebhook((await params).id);
  const client = getQueryClient();
  client.setQueryData(webhookPageQueries.history(id).queryKey, {
    pages: [await listHistory(ctx, id)],
    pageParams: [undefined],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <History webhookId={id} />
    </HydrationBoundary>
  );
}
