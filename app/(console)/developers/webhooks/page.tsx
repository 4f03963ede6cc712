import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { WebhookList } from "@/components/webhooks/list/webhook-list";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { listEventTypes } from "@/lib/catalog";
import { getQueryClient } from "@/lib/query-client";
import { listWebhooks } from "@/lib/webhooks/data";
import { webhookQueries } from "@/lib/webhooks/queries";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const ctx = await requireCtx();
  const [webhooks, types] = await Promise.all([listWebhooks(ctx), listEventTypes(ctx)]);
  const client = getQueryClient();
  client.setQueryData(webhookQueries.list().queryKey, webhooks);
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Where your events are sent, each with its own subscriptions."
        actions={
          can(ctx.role, "webhooks.write") && (
            <Button asChild aria-keyshortcuts="c">
              <Link href="/developers/webhooks/new">
                <Plus aria-hidden />
                Create Webhook
              </Link>
            </Button>
          )
        }
      />
      <HydrationBoundary state={dehydrate(client)}>
        <WebhookList role={ctx.role} eventTypes={types.map(({ name }) => name)} />
      </HydrationBoundary>
    </>
  );
}
