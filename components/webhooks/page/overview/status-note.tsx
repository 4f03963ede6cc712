import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Webhook } from "@/lib/webhooks/data";

/** Why nothing is sent, where nothing is; with the job that is the evidence. */
export function StatusNote({ webhook }: { webhook: Webhook }) {
  const { status, statusReason, statusChangedAt, statusJobNumber: job, lifecycle } = webhook;
  if (status === "active") return null;
  const since = <RelativeTime value={statusChangedAt} />;
  if (status === "inactive") {
    return (
      <Alert tone="neutral" title="This webhook is inactive">
        It is sent nothing until it is activated. Switched off {since}.
      </Alert>
    );
  }
  return (
    <Alert
      tone="danger"
      className="max-sm:flex-wrap max-sm:[&>div]:basis-[calc(100%-2rem)]"
      title={<>Disabled by failures {since}</>}
      action={
        job && (
          <Button asChild variant="outline" size="sm">
            <Link href={`/developers/jobs/${job}`}>See job #{job}</Link>
          </Button>
        )
      }
    >
      <p>{statusReason}</p>
      <p>
        {lifecycle === "managed"
          ? "It is sent nothing until it is activated again."
          : "It would have been deleted, but a module uses it. Choose the managed lifecycle in its settings to activate it again."}
      </p>
    </Alert>
  );
}
