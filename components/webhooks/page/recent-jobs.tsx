"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { JobStatusBadge } from "@/components/jobs/job-status-badge";
import { Card, CardAction, CardHeader, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { jobQueries } from "@/lib/jobs/queries";
import { RECENT } from "./recent-jobs-filter";

/** The newest jobs of a webhook, live. */
export function RecentJobs({ webhookId }: { webhookId: string }) {
  const { data } = useQuery(jobQueries.list({ ...RECENT, webhookId }));
  const jobs = data?.jobs ?? [];
  return (
    <Card>
      <CardHeader>
        <CardTitle>Recent jobs</CardTitle>
        {jobs.length > 0 && (
          <CardAction>
            <Link
              href={`/developers/webhooks/${webhookId}/jobs`}
              className="focus-ring rounded-sm text-brand text-sm hover:underline"
            >
              View all
            </Link>
          </CardAction>
        )}
      </CardHeader>
      {jobs.length === 0 ? (
        <p className="px-4 pb-4 text-muted-foreground text-sm">
          Nothing was sent yet. A job appears here with the next event it subscribes to.
        </p>
      ) : (
        <ul className="border-t">
          {jobs.map((job) => (
            <li
              key={job.number}
              className="relative flex items-center gap-3 border-b px-4 py-2 text-sm last:border-0 hover:bg-muted/70"
            >
              <Link
                href={`/developers/jobs/${job.number}`}
                className="figures focus-ring rounded-sm font-medium after:absolute after:inset-0"
              >
                #{job.number}
              </Link>
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{job.eventType}</span>
              <JobStatusBadge status={job.status} />
              <RelativeTime
                value={job.createdAt}
                className="figures w-20 whitespace-nowrap text-right text-muted-foreground text-xs max-sm:hidden"
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
