"use client";

import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "@/components/layout/page-header";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { JobDetail } from "@/lib/jobs/data";
import { jobQueries } from "@/lib/jobs/queries";
import { AttemptCard } from "./attempt-card";
import { BodyView } from "./body-view";
import { JobActions } from "./job-actions";
import { JobFacts } from "./job-facts";
import { JobStatusBadge } from "./job-status-badge";

/** One job, live: where it stands and every attempt, the last one open. */
export function JobView({ initial, writable }: { initial: JobDetail; writable: boolean }) {
  const { data: job = initial } = useQuery(jobQueries.detail(initial.number));
  const newestFirst = [...job.attempts].reverse();
  return (
    <>
      <PageHeader
        title={<span className="figures">Job #{job.number}</span>}
        crumbs={[{ label: "Jobs", href: "/developers/jobs" }]}
        badge={
          <span role="status" className="flex items-center gap-1.5">
            <JobStatusBadge status={job.status} />
            {job.isTest && <Badge tone="brand">Test</Badge>}
          </span>
        }
        actions={<JobActions job={job} writable={writable} />}
      />
      <div className="grid gap-4">
        {job.reason && <Alert tone="neutral">{job.reason}.</Alert>}
        <JobFacts job={job} />
        {newestFirst.length > 0 ? (
          <section aria-labelledby="attempts" className="grid gap-3">
            <h2 id="attempts" className="font-medium text-base">
              Attempts
            </h2>
            {newestFirst.map((attempt, index) => (
              <AttemptCard key={attempt.number} attempt={attempt} open={index === 0} />
            ))}
          </section>
        ) : (
          <NotSent job={job} />
        )}
      </div>
    </>
  );
}

function NotSent({ job }: { job: JobDetail }) {
  const data = job.event?.dataText;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{job.status === "cancelled" ? "Nothing was sent" : "Nothing was sent yet"}</CardTitle>
        <CardDescription>
          {job.status === "cancelled"
            ? "The job was cancelled before its first attempt."
            : "The first attempt appears here when it is over."}
        </CardDescription>
      </CardHeader>
      {data && (
        <CardContent>
          <BodyView
            title="Event data"
            body={{ encoding: "text", content: data, bytes: new TextEncoder().encode(data).length }}
          />
        </CardContent>
      )}
    </Card>
  );
}
