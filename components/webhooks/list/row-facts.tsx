import { RelativeTime } from "@/components/ui/relative-time";
import { StatusDot } from "@/components/ui/status-badge";
import { formatPercent } from "@/lib/format";
import type { WebhookRow } from "@/lib/webhooks/data";
import { SubscriptionChips } from "../subscription-chips";
import { RowStatus } from "./row-status";

/** Below a webhook's name, what the columns for which the list is too narrow would say. */
export function RowFacts(webhook: WebhookRow) {
  return (
    <span className="block @4xl:hidden font-normal">
      <span className="mt-1 flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <RowStatus {...webhook} className="@md:hidden" />
        <SubscriptionChips patterns={webhook.subscriptions} show={1} />
      </span>
      <Delivered {...webhook} />
    </span>
  );
}

type DeliveredProps = Pick<WebhookRow, "lastDay" | "lastDeliveryAt" | "lastStatus">;

function Delivered({ lastDay: { succeeded, failed }, lastDeliveryAt, lastStatus }: DeliveredProps) {
  if (!lastDeliveryAt) return <span className="mt-1 block @xl:hidden text-xs">No delivery yet</span>;
  const ended = succeeded + failed;
  const tone = lastStatus === "failed" ? "danger" : "success";
  return (
    <span className="figures mt-1 flex @xl:hidden flex-wrap items-center gap-x-1.5 text-xs">
      <StatusDot tone={tone} />
      <span>
        {tone === "danger" ? "Failed" : "Succeeded"} <RelativeTime value={lastDeliveryAt} />
      </span>
      {ended > 0 && <span className="@md:hidden">· {formatPercent(succeeded / ended)} in 24 h</span>}
    </span>
  );
}
