import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JobView } from "@/components/jobs/job-view";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { findJob, getJob } from "@/lib/jobs/data";
import { jobQueries } from "@/lib/jobs/queries";
import { getQueryClient } from "@/lib/query-client";

type Props = PageProps<"/developers/jobs/[number]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Job #${(await params).number}` };
}

export default async function JobPage({ params }: Props) {
  const ctx = await requireCtx();
  const number = Number((await params).number);
  if (!(await findJob(ctx, number))) notFound();
  const job = await getJob(ctx, number);
  const client = getQueryClient();
  client.setQueryData(jobQueries.detail(number).queryKey, job);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <JobView initial={job} writable={can(ctx.role, "jobs.write")} />
    </HydrationBoundary>
  );
}
