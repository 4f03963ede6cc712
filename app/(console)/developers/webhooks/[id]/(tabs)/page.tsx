import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Overview } from "@/components/webhooks/page/overview/overview";
import { RECENT } from "@/components/webhooks/page/recent-jobs-filter";
import { requireCtx } from "@/lib/auth/session";
import { listEventTypes } from "@/lib/catalog";
import { listJobs } from "@/lib/jobs/data";
import { jobQueries } from "@/lib/jobs/queries";
import { getQueryClient } from "@/lib/query-client";
import { getRecentFailures, getStats } from "@/lib/webhooks/overview";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { getPause } from "@/lib/webhooks/pause";
import { readWebhook } from "../read-webhook";

export default async function WebhookPage({ params }: PageProps<"/developers/webhooks/[id]">) {
  const ctx = await requireCtx();
  const webhook = await readWebhook((await params).id);
  const { id } = webhook;
  const recent = { ...RECENT, webhookId: id };
  const [jobs, types, stats, failures, pause] = await Promise.all([
    listJobs(ctx, recent),
    listEventTypes(ctx),
    getStats(ctx, id, "24h"),
    getRecentFailures(ctx, id),
    getPause(ctx, id),
  ]);
  const client = getQueryClient();
  client.setQueryData(jobQueries.list(recent).queryKey, jobs);
  client.setQueryData(webhookPageQueries.stats(id, "24h").queryKey, stats);
  client.setQueryData(webhookPageQueries.failures(id).queryKey, failures);
  client.setQueryData(webhookPageQueries.pause(id).queryKey, pause);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Overview initial={webhook} role={ctx.role} typeNames={types.map(({ name }) => name)} />
    </HydrationBoundary>
  );
}
