import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { Card, CardAction, CardHeader, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { FailingWebhook } from "@/lib/home/data";

/** What needs somebody's attention. */
export function FailingWebhooks({ webhooks, total }: { webhooks: FailingWebhook[]; total: number }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Needs attention</CardTitle>
        {total > webhooks.length && (
          <CardAction>
            <Link
              href="/developers/webhooks"
              className="focus-ring rounded-sm text-brand text-sm hover:underline"
            >
              All {total}
            </Link>
          </CardAction>
        )}
      </CardHeader>
      {webhooks.length === 0 ? (
        <p className="flex items-center gap-2 px-4 pb-4 text-muted-foreground text-sm">
          <CircleCheck aria-hidden className="size-4 text-success" />
          No webhook is failing.
        </p>
      ) : (
        <ul className="border-t">
          {webhooks.map((webhook) => (
            <FailingRow key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function FailingRow({ webhook: { id, name, url, disabled, reason, since } }: { webhook: FailingWebhook }) {
  return (
    <li className="relative flex items-start gap-3 border-b px-4 py-2.5 last:border-0 hover:bg-muted/70">
      <div className="min-w-0 flex-1">
        <Link
          href={`/developers/webhooks/${id}`}
          className="focus-ring rounded-sm font-medium text-sm after:absolute after:inset-0"
        >
          {name}
        </Link>
        <p className="truncate font-mono text-muted-foreground text-xs">{url}</p>
        {reason && <p className="mt-0.5 text-pretty text-muted-foreground text-xs">{reason}</p>}
      </div>
      <div className="flex flex-col items-end gap-1">
        <StatusBadge tone={disabled ? "danger" : "warning"}>
          {disabled ? "Disabled" : "Last job failed"}
        </StatusBadge>
        {since && <RelativeTime value={since} className="figures text-muted-foreground text-xs" />}
      </div>
    </li>
  );
}
