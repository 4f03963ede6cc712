import { cn } from "@/lib/utils";
import type { WebhookRow } from "@/lib/webhooks/data";
import { lifecycleWords } from "@/lib/webhooks/words";
import { WebhookStatusBadge } from "../webhook-status-badge";

type RowStatusProps = Pick<WebhookRow, "status" | "statusReason" | "lifecycle"> & { className?: string };

/** Whether a webhook is sent events, and that it manages itself where it does. */
export function RowStatus({ status, statusReason, lifecycle, className }: RowStatusProps) {
  return (
    <span className={cn("inline-flex flex-wrap items-center gap-x-1.5 gap-y-0.5", className)}>
      <WebhookStatusBadge status={status} reason={statusReason} />
      {lifecycle === "self_provisioned" && (
        <span className="whitespace-nowrap text-muted-foreground text-xs">{lifecycleWords[lifecycle]}</span>
      )}
    </span>
  );
}
