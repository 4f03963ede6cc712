"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { BodyView } from "@/components/jobs/body-view";
import { JobStatusBadge } from "@/components/jobs/job-status-badge";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/status-badge";
import { formatDuration } from "@/lib/format";
import { statusLine } from "@/lib/http-status";
import type { AttemptView } from "@/lib/jobs/data";
import { fixOf } from "@/lib/jobs/words";
import { messageOf } from "@/lib/live/failure";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";

const LATE_MS = 10_000;

/** True once that much time has passed since it was first shown. */
function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** What became of a test event, as it happens: status, response, and the way to its job. */
export function TestResult({ eventId }: { eventId: string }) {
  const { data: result, error } = useQuery(webhookPageQueries.testResult(eventId));
  const late = useAfter(LATE_MS);
  const job = result?.job;
  const attempt = job?.attempts.at(-1);
  return (
    <section aria-label="Result" className="fade-in grid animate-in gap-3 border-t pt-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <h3 className="font-medium">Result</h3>
        <span role="status" className="flex items-center gap-2">
          {job ? (
            <JobStatusBadge status={job.status} />
          ) : (
            <StatusBadge tone="info" pulse>
              On its way
            </StatusBadge>
          )}
          {attempt?.responseStatus != null && (
            <span className="figures font-mono text-xs">HTTP {statusLine(attempt.responseStatus)}</span>
          )}
        </span>
        {attempt && (
          <span className="figures text-muted-foreground text-xs">
            {formatDuration(attempt.timings.totalMs)}
          </span>
        )}
        {job && (
          <Link
            href={`/developers/jobs/${job.number}`}
            className="focus-ring figures ml-auto inline-flex items-center gap-1 rounded-sm text-brand hover:underline"
          >
            Job #{job.number} <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        )}
      </div>
      {error && (
        <Alert tone="warning" role="alert">
          {messageOf(error)}
        </Alert>
      )}
      {late && !job && (
        <Alert tone="neutral">
          It takes longer than usual. It is kept, and goes out as soon as the delivery engine gets to it.
        </Alert>
      )}
      {job?.reason && <Alert tone="neutral">{job.reason}.</Alert>}
      {attempt && <Answer attempt={attempt} />}
    </section>
  );
}

function Answer({ attempt }: { attempt: AttemptView }) {
  const { errorMessage, responseBody, responseTruncated, requestBody } = attempt;
  const fix = fixOf(attempt);
  return (
    <>
      {errorMessage && (
        <Alert tone="danger">
          <p>{errorMessage}</p>
          {fix && <p className="mt-1 text-foreground">{fix}</p>}
        </Alert>
      )}
      {responseBody && <BodyView title="Response" body={responseBody} cut={responseTruncated} />}
      <BodyView
        title="Sent"
        body={{ encoding: "text", content: requestBody, bytes: new TextEncoder().encode(requestBody).length }}
      />
    </>
  );
}
