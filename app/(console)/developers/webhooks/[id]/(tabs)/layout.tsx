import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { WebhookFrame } from "@/components/webhooks/page/webhook-frame";
import { requireCtx } from "@/lib/auth/session";
import { getQueryClient } from "@/lib/query-client";
import { webhookQueries } from "@/lib/webhooks/queries";
import { findWebhook, readWebhook } from "../read-webhook";

type Props = LayoutProps<"/developers/webhooks/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const webhook = await findWebhook((await params).id);
  if (!webhook) return { title: "Not found" };
  const { name } = webhook;
  return { title: { template: `%s · ${name} · Hookyard`, default: `${name} · Hookyard` } };
}

export default async function WebhookLayout({ params, children }: Props) {
  const { role } = await requireCtx();
  const webhook = await readWebhook((await params).id);
  const client = getQueryClient();
  client.setQueryData(webhookQueries.detail(webhook.id).queryKey, webhook);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WebhookFrame initial={webhook} role={role}>
        {children}
      </WebhookFrame>
    </HydrationBoundary>
  );
}
