"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card, CardAction, CardHeader, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { statusLine } from "@/lib/http-status";
import { errorClassWords } from "@/lib/jobs/words";
import type { RecentFailure } from "@/lib/webhooks/failures";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";

/** The latest jobs whose last try failed, each with why. */
export function RecentFailures({ webhookId }: { webhookId: string }) {
  const { data: failures = [] } = useQuery(webhookPageQueries.failures(webhookId));
  return (
    <Card>
      <CardHeader>
        <CardTitle>Last failures</CardTitle>
        {failures.length > 0 && (
          <CardAction>
            <Link
              href={`/developers/webhooks/${webhookId}/jobs?status=failed`}
              className="focus-ring rounded-sm text-brand text-sm hover:underline"
            >
              All failed jobs
            </Link>
          </CardAction>
        )}
      </CardHeader>
      {failures.length === 0 ? (
        <p className="flex items-center gap-2 px-4 pb-4 text-muted-foreground text-sm">
          <CircleCheck aria-hidden className="size-4 text-success" />
          None of its last jobs failed.
        </p>
      ) : (
        <ul className="border-t">
          {failures.map((failure) => (
            <Failure key={failure.number} failure={failure} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Failure({ failure }: { failure: RecentFailure }) {
  const { number, status, eventType, isTest, responseStatus, errorClass, message, at } = failure;
  const what =
    responseStatus !== null ? statusLine(responseStatus) : errorClassWords(errorClass ?? "network");
  return (
    <li className="relative border-b px-4 py-2.5 text-sm last:border-0 hover:bg-muted/70">
      <div className="flex flex-wrap items-baseline gap-x-2.5">
        <span className="flex items-baseline gap-2.5">
          <Link
            href={`/developers/jobs/${number}`}
            className="figures focus-ring rounded-sm font-medium after:absolute after:inset-0"
          >
            #{number}
          </Link>
          <span className="figures font-medium text-danger-foreground">{what}</span>
          {isTest && <Badge tone="brand">Test</Badge>}
        </span>
        <span className="flex min-w-0 flex-1 basis-44 items-baseline gap-2.5 text-muted-foreground text-xs">
          <span className="min-w-0 flex-1 truncate font-mono">{eventType}</span>
          {status === "retrying" && <Badge tone="warning">Will be retried</Badge>}
          <RelativeTime value={at} className="figures whitespace-nowrap" />
        </span>
      </div>
      {message && <p className="mt-0.5 text-pretty text-muted-foreground">{message}</p>}
    </li>
  );
}
