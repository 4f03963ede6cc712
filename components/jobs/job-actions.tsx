"use client";

import { Ban, RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { toCurl } from "@/lib/jobs/curl";
import type { JobDetail } from "@/lib/jobs/data";
import { useJobMutation } from "./use-job-mutations";

/** What can be done with a job: each only while it makes sense. */
export function JobActions({ job, writable }: { job: JobDetail; writable: boolean }) {
  const retry = useJobMutation("retry", job.number);
  const cancel = useJobMutation("cancel", job.number);
  const last = job.attempts.at(-1);
  const waits = job.status === "queued" || job.status === "retrying";
  const retryable = job.status !== "queued" && job.status !== "running";
  return (
    <>
      {last && (
        <CopyButton
          value={toCurl(last)}
          label="Copy as cURL"
          showLabel
          variant="outline"
          size="default"
          className="text-foreground"
        />
      )}
      {writable && waits && (
        <Button variant="outline" pending={cancel.isPending} onClick={() => cancel.mutate()}>
          <Ban aria-hidden /> Cancel
        </Button>
      )}
      {writable && retryable && (
        <Button pending={retry.isPending} onClick={() => retry.mutate()}>
          <RotateCw aria-hidden /> {job.status === "retrying" ? "Retry now" : "Retry"}
        </Button>
      )}
    </>
  );
}
