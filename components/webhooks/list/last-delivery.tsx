import { RelativeTime } from "@/components/ui/relative-time";
import { StatusDot } from "@/components/ui/status-badge";
import type { WebhookRow } from "@/lib/webhooks/data";

/** When the webhook was last sent something, and how that ended. */
export function LastDelivery({
  lastDeliveryAt,
  lastStatus,
}: Pick<WebhookRow, "lastDeliveryAt" | "lastStatus">) {
  if (!lastDeliveryAt) return <span className="text-muted-foreground">Never</span>;
  const failed = lastStatus === "failed";
  return (
    <span className="figures">
      <RelativeTime value={lastDeliveryAt} className="block" />
      <span className="mt-px flex items-center gap-1.5 text-muted-foreground text-xs">
        <StatusDot tone={failed ? "danger" : "success"} />
        {failed ? "Failed" : "Succeeded"}
      </span>
    </span>
  );
}
