import Link from "next/link";
import { memo } from "react";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { Role } from "@/lib/auth/permissions";
import type { WebhookRow as Row } from "@/lib/webhooks/data";
import { LazyWebhookMenu } from "../menu/lazy-webhook-menu";
import { SubscriptionChips } from "../subscription-chips";
import { DayBars } from "./day-bars";
import { LastDelivery } from "./last-delivery";
import { RowFacts } from "./row-facts";
import { RowStatus } from "./row-status";
import { ROW_LINK } from "./use-list-keys";

/** A row of the list. Its whole width leads to the webhook; chips, reason and menu lie above that. */
export const WebhookRow = memo(function WebhookRow({ webhook, role }: { webhook: Row; role: Role }) {
  const { id, name, url, subscriptions } = webhook;
  return (
    <TableRow className="relative -outline-offset-2 has-[[data-row-link]:focus-visible]:bg-muted/70 has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-ring">
      <TableHead scope="row" className="h-14 @4xl:w-1/3 w-full max-w-0 py-2 text-sm">
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
        <RowFacts {...webhook} />
      </TableHead>
      <TableCell className="@max-4xl:hidden @4xl:min-w-[19rem]">
        <SubscriptionChips patterns={subscriptions} />
      </TableCell>
      <TableCell className="@max-md:hidden">
        <RowStatus {...webhook} className="flex-col items-start" />
      </TableCell>
      <TableCell className="@max-md:hidden whitespace-nowrap">
        <DayBars hours={webhook.hours} lastDay={webhook.lastDay} />
      </TableCell>
      <TableCell className="@max-xl:hidden whitespace-nowrap">
        <LastDelivery lastDeliveryAt={webhook.lastDeliveryAt} lastStatus={webhook.lastStatus} />
      </TableCell>
      <TableCell className="w-0 pl-0 text-right">
        <LazyWebhookMenu webhook={webhook} role={role} />
      </TableCell>
    </TableRow>
  );
});
