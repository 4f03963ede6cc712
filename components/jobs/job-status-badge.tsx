import { Ban, CalendarClock } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { type JobStatus, jobStatusWords } from "@/lib/jobs/schema";

const tones: Record<JobStatus, Tone> = {
  queued: "neutral",
  running: "info",
  retrying: "warning",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
};
const icons = { retrying: CalendarClock, cancelled: Ban } as const;

/** Where a job stands, by colour and word. */
export function JobStatusBadge({ status }: { status: JobStatus }) {
  const icon = status === "retrying" || status === "cancelled" ? { icon: icons[status] } : {};
  return (
    <StatusBadge tone={tones[status]} pulse={status === "running"} {...icon}>
      {jobStatusWords[status]}
    </StatusBadge>
  );
}
