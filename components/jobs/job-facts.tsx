import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { LocalTime, RelativeTime } from "@/components/ui/relative-time";
import type { JobDetail } from "@/lib/jobs/data";
import { waitWords } from "@/lib/jobs/words";
import { WebhookName } from "./job-table";

/** What the job is about and where it stands. */
export function JobFacts({ job }: { job: JobDetail }) {
  const url = job.attempts.at(-1)?.url ?? job.webhook.url;
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3.5 p-4 text-sm lg:grid-cols-[3fr_3fr_2fr_2fr]">
        <Fact label="Event type">
          <code className="font-mono text-xs [overflow-wrap:anywhere]">
            <Breakable name={job.eventType} />
          </code>
        </Fact>
        <Fact label="Event">
          <span className="flex items-center gap-1">
            {job.event ? (
              <Link
                href={`/developers/events/${job.eventId}`}
                className="focus-ring truncate rounded-sm font-mono text-link text-xs"
              >
                {job.eventId}
              </Link>
            ) : (
              <code className="truncate font-mono text-xs">{job.eventId}</code>
            )}
            <CopyButton value={job.eventId} label="Copy event id" className="-my-1" />
          </span>
        </Fact>
        <Fact label="Webhook">
          {job.webhook.deletedAt || job.webhook.name === null ? (
            <WebhookName webhook={job.webhook} />
          ) : (
            <Link href={`/developers/webhooks/${job.webhook.id}`} className="focus-ring rounded-sm text-link">
              {job.webhook.name}
            </Link>
          )}
        </Fact>
        <Fact label="Attempts">
          <span className="figures">{job.attemptCount}</span>
        </Fact>
        <Fact label="URL" className="col-span-2 max-lg:order-first">
          <code className="wrap-anywhere font-mono text-xs">{url ?? "–"}</code>
        </Fact>
        <Fact label="Created">
          <LocalTime value={job.createdAt} className="figures" />
        </Fact>
        <Moment job={job} />
      </dl>
    </Card>
  );
}

/** A dotted name that breaks between its words, and copies as it is. */
function Breakable({ name }: { name: string }) {
  return name.split(/(?<=[._])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name never move
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function Moment({ job }: { job: JobDetail }) {
  const why = waitWords(job);
  if (job.status === "queued" && !why) return <Fact label="Next try">As soon as its turn comes</Fact>;
  if (job.nextTryAt) {
    return (
      <Fact label="Next try">
        <span className="figures">
          <RelativeTime value={job.nextTryAt} />{" "}
          <span className="text-muted-foreground">
            (<LocalTime value={job.nextTryAt} />)
          </span>
        </span>
        {why && <span className="block text-muted-foreground">{why}</span>}
      </Fact>
    );
  }
  return (
    <Fact label="Finished">
      {job.finishedAt ? <LocalTime value={job.finishedAt} className="figures" /> : "Not yet"}
    </Fact>
  );
}

type FactProps = { label: string; className?: string; children: ReactNode };

function Fact({ label, className, children }: FactProps) {
  return (
    <div className={className}>
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="mt-0.5 min-w-0">{children}</dd>
    </div>
  );
}
