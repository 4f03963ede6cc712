import Link from "next/link";
import { memo } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { Role } from "@/lib/auth/permissions";
import { formatPercent } from "@/lib/format";
import type { WebhookRow as Row } from "@/lib/webhooks/data";
import { LazyWebhookMenu } from "../menu/lazy-webhook-menu";
import { SubscriptionChips } from "../subscription-chips";
import { WebhookStatusBadge } from "../webhook-status-badge";
import { DayBars } from "./day-bars";
import { LastDelivery } from "./last-delivery";
import { ROW_LINK } from "./use-list-keys";

/** On a phone, what the columns that have no room there would say. */
function PhoneFacts({ lastDay: { succeeded, failed }, lastDeliveryAt }: Row) {
  if (!lastDeliveryAt) return null;
  const ended = succeeded + failed;
  return (
    <span className="figures block truncate font-normal text-xs sm:hidden">
      {ended > 0 && `${formatPercent(succeeded / ended)} · `}
      <RelativeTime value={lastDeliveryAt} />
    </span>
  );
}

/** A row of the list. Its whole width leads to the webhook; chips, reason and menu lie above that. */
export const WebhookRow = memo(function WebhookRow({ webhook, role }: { webhook: Row; role: Role }) {
  const { id, name, url, subscriptions, status, statusReason, lifecycle } = webhook;
  return (
    <TableRow className="relative -outline-offset-2 has-[[data-row-link]:focus-visible]:bg-muted/70 has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-ring">
      <TableHead scope="row" className="h-14 w-full max-w-0 py-2 text-sm lg:w-1/3">
        <Link
          href={`/developers/webhooks/${id}`}
          prefetch={false}
          className="block truncate text-foreground outline-none after:absolute after:inset-0"
          {...{ [ROW_LINK]: "" }}
        >
          {name}
        </Link>
        <span className="block truncate font-mono font-normal text-xs" title={url}>
          {url}
        </span>
        <PhoneFacts {...webhook} />
      </TableHead>
      <TableCell className="max-lg:hidden lg:min-w-60 xl:min-w-[17.5rem]">
        <SubscriptionChips patterns={subscriptions} />
      </TableCell>
      <TableCell>
        <WebhookStatusBadge status={status} reason={statusReason} />
        {lifecycle === "self_provisioned" && (
          <span className="mt-0.5 block whitespace-nowrap text-muted-foreground text-xs">
            Self-provisioned
          </span>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap max-md:hidden">
        <DayBars hours={webhook.hours} lastDay={webhook.lastDay} />
      </TableCell>
      <TableCell className="whitespace-nowrap max-sm:hidden">
        <LastDelivery lastDeliveryAt={webhook.lastDeliveryAt} lastStatus={webhook.lastStatus} />
      </TableCell>
      <TableCell className="w-0 pl-0 text-right">
        <LazyWebhookMenu webhook={webhook} role={role} />
      </TableCell>
    </TableRow>
  );
});
