import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { JobList } from "@/components/jobs/job-list";
import { PageHeader } from "@/components/layout/page-header";
import { requireCtx } from "@/lib/auth/session";
import { listEventTypes } from "@/lib/catalog";
import { listJobs } from "@/lib/jobs/data";
import { jobQueries } from "@/lib/jobs/queries";
import { jobFilterOf } from "@/lib/jobs/schema";
import { getQueryClient } from "@/lib/query-client";
import { listWebhookNames } from "@/lib/webhooks/data";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: PageProps<"/developers/jobs">) {
  const ctx = await requireCtx();
  const filter = jobFilterOf(await searchParams);
  const [jobs, webhooks, types] = await Promise.all([
    listJobs(ctx, filter),
    listWebhookNames(ctx),
    listEventTypes(ctx),
  ]);
  const client = getQueryClient();
  client.setQueryData(jobQueries.list(filter).queryKey, jobs);
  return (
    <>
      <PageHeader
        title="Jobs"
        description="Every event that went to a webhook, with what was sent and what came back."
      />
      <HydrationBoundary state={dehydrate(client)}>
        <JobList webhooks={webhooks} eventTypes={types.map(({ name }) => name)} />
      </HydrationBoundary>
    </>
  );
}
