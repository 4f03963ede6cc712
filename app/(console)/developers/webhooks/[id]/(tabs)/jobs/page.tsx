import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { JobList } from "@/components/jobs/job-list";
import { requireCtx } from "@/lib/auth/session";
import { listEventTypes } from "@/lib/catalog";
import { listJobs } from "@/lib/jobs/data";
import { jobQueries } from "@/lib/jobs/queries";
import { jobFilterOf } from "@/lib/jobs/schema";
import { getQueryClient } from "@/lib/query-client";
import { readWebhook } from "../../read-webhook";

export const metadata: Metadata = { title: "Jobs" };

type Props = PageProps<"/developers/webhooks/[id]/jobs">;

export default async function WebhookJobsPage({ params, searchParams }: Props) {
  const ctx = await requireCtx();
  const { id: webhookId } = await readWebhook((await params).id);
  const filter = { ...jobFilterOf(await searchParams), webhookId };
  const [jobs, types] = await Promise.all([listJobs(ctx, filter), listEventTypes(ctx)]);
  const client = getQueryClient();
  client.setQueryData(jobQueries.list(filter).queryKey, jobs);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <JobList webhooks={null} webhookId={webhookId} eventTypes={types.map(({ name }) => name)} />
    </HydrationBoundary>
  );
}
