import Link from "next/link";
import { JobStatusBadge } from "@/components/jobs/job-status-badge";
import { WebhookName } from "@/components/jobs/job-table";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { EventDetail } from "@/lib/events/data";

/** The webhooks that an event went to, each with its job. */
export function ReachedWebhooks({ event: { jobs, dataEndpointId } }: { event: EventDetail }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          Went to <span className="figures font-normal text-muted-foreground">{jobs.length}</span>
        </CardTitle>
      </CardHeader>
      {jobs.length === 0 ? (
        <p className="px-4 pb-4 text-muted-foreground text-sm">No webhook.</p>
      ) : (
        <ul className="border-t">
          {jobs.map((job) => (
            <li
              key={job.number}
              className="relative flex items-center gap-3 border-b px-4 py-2 text-sm last:border-0 hover:bg-muted/70"
            >
              <span className="min-w-0 flex-1 truncate">
                <WebhookName webhook={job.webhook} />
              </span>
              {job.webhook.id === dataEndpointId && <Badge className="max-sm:hidden">Data endpoint</Badge>}
              <JobStatusBadge status={job.status} />
              <Link
                href={`/developers/jobs/${job.number}`}
                className="figures focus-ring rounded-sm font-medium after:absolute after:inset-0"
              >
                #{job.number}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
