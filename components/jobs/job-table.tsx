import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { JobRow } from "@/lib/jobs/data";
import { errorClassWords } from "@/lib/jobs/words";
import { cn } from "@/lib/utils";
import { JobStatusBadge } from "./job-status-badge";

type JobTableProps = {
  jobs: JobRow[];
  /** Whether they are of different webhooks. */
  withWebhook: boolean;
  /** Rows with a higher number came in while the page was open, and are shown to. */
  newAbove: number;
  /** A pointer or the keyboard's focus came among the rows, or left them. */
  onEnter: () => void;
  onLeave: () => void;
};

export function JobTable({ jobs, withWebhook, newAbove, onEnter, onLeave }: JobTableProps) {
  return (
    <Table>
      <TableCaption>Jobs, newest first</TableCaption>
      <TableHeader>
        <TableRow>
          <TableHead>Run</TableHead>
          <TableHead className="max-sm:hidden">Status</TableHead>
          <TableHead>Event</TableHead>
          {withWebhook && <TableHead className="max-md:hidden">Webhook</TableHead>}
          <TableHead className="max-lg:hidden">Response</TableHead>
          <TableHead className="text-right max-lg:hidden">Attempts</TableHead>
          <TableHead className="text-right max-sm:hidden">Created</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody
        onPointerEnter={(event) => event.pointerType === "mouse" && onEnter()}
        onPointerLeave={onLeave}
        onFocus={onEnter}
        onBlur={onLeave}
      >
        {jobs.map((job) => (
          <JobTableRow key={job.number} job={job} withWebhook={withWebhook} isNew={job.number > newAbove} />
        ))}
      </TableBody>
    </Table>
  );
}

type JobTableRowProps = { job: JobRow; withWebhook: boolean; isNew: boolean };

function JobTableRow({ job, withWebhook, isNew }: JobTableRowProps) {
  return (
    <TableRow className={cn("relative", isNew && "fade-in animate-in duration-500")}>
      <TableHead scope="row" className="h-11 text-sm">
        <Link
          href={`/developers/jobs/${job.number}`}
          className="figures focus-ring rounded-sm text-foreground after:absolute after:inset-0"
        >
          #{job.number}
        </Link>
        <RelativeTime
          value={job.createdAt}
          className="figures block font-normal text-muted-foreground text-xs sm:hidden"
        />
      </TableHead>
      <TableCell className="max-sm:hidden">
        <JobStatusBadge status={job.status} />
      </TableCell>
      <TableCell className="max-w-0 max-md:w-full md:w-2/5">
        <span className="block truncate font-mono text-xs">
          {job.eventType}
          {job.isTest && (
            <Badge tone="brand" className="ml-1.5 font-sans">
              Test
            </Badge>
          )}
        </span>
        <span className="flex min-w-0 items-center gap-2 text-muted-foreground text-xs max-sm:mt-1 md:hidden">
          <span className="shrink-0 sm:hidden">
            <JobStatusBadge status={job.status} />
          </span>
          {withWebhook && (
            <span className="truncate">
              <WebhookName webhook={job.webhook} />
            </span>
          )}
        </span>
      </TableCell>
      {withWebhook && (
        <TableCell className="max-w-0 max-md:hidden md:w-1/4">
          <span className="block truncate">
            <WebhookName webhook={job.webhook} />
          </span>
        </TableCell>
      )}
      <TableCell className="figures whitespace-nowrap max-lg:hidden">{outcome(job)}</TableCell>
      <TableCell className="figures text-right text-muted-foreground max-lg:hidden">
        {job.attemptCount}
      </TableCell>
      <TableCell className="figures whitespace-nowrap text-right text-muted-foreground max-sm:hidden">
        <RelativeTime value={job.createdAt} />
      </TableCell>
    </TableRow>
  );
}

export function WebhookName({ webhook }: { webhook: JobRow["webhook"] }) {
  const name = webhook.name ?? "Unknown webhook";
  return webhook.deletedAt ? <span className="text-muted-foreground">{name} (deleted)</span> : name;
}

/** What is to come, in a word or two before its moment. */
function aheadWords({ waitsFor }: JobRow): string {
  if (!waitsFor) return "Retry ";
  return waitsFor.status ? `Asked to wait (${waitsFor.status}), ` : "No answer, next ";
}

/** The last response in a word or two: its status, else what went wrong, else when the next try is. */
function outcome(job: JobRow): ReactNode {
  if (job.nextTryAt && (job.status === "retrying" || job.waitsFor)) {
    const ahead = Date.parse(job.nextTryAt) > Date.now();
    const what = aheadWords(job);
    return (
      // Server and browser may see the moment pass at different times.
      <span className="text-muted-foreground" suppressHydrationWarning>
        {ahead ? what : "Retry due"}
        {ahead && <RelativeTime value={job.nextTryAt} />}
      </span>
    );
  }
  if (job.responseStatus !== null) return job.responseStatus;
  if (job.errorClass) return errorClassWords(job.errorClass);
  return <span className="text-muted-foreground">–</span>;
}
