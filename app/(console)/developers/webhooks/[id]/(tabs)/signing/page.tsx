import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Signing } from "@/components/webhooks/signing/signing";
import { requireCtx } from "@/lib/auth/session";
import { getQueryClient } from "@/lib/query-client";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { listSecretVersions } from "@/lib/webhooks/rotate";
import { readWebhook } from "../../read-webhook";

export const metadata: Metadata = { title: "Signing" };

export default async function WebhookSigningPage({ params }: PageProps<"/developers/webhooks/[id]/signing">) {
  const ctx = await requireCtx();
  const webhook = await readWebhook((await params).id);
  const client = getQueryClient();
  const versions = await listSecretVersions(ctx, webhook.id);
  client.setQueryData(webhookPageQueries.secrets(webhook.id).queryKey, versions);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Signing initial={webhook} role={ctx.role} />
    </HydrationBoundary>
  );
}
