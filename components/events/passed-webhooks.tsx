import Link from "next/link";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { PassedWebhook } from "@/lib/events/data";

/** The webhooks that an event did not go to, each with why. */
export function PassedWebhooks({ webhooks }: { webhooks: PassedWebhook[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          Did not go to <span className="figures font-normal text-muted-foreground">{webhooks.length}</span>
        </CardTitle>
      </CardHeader>
      <ul className="max-h-[28rem] overflow-y-auto border-t">
        {webhooks.map(({ id, name, why }) => (
          <li key={id} className="relative border-b px-4 py-2 text-sm last:border-0 hover:bg-muted/70">
            <Link
              href={`/developers/webhooks/${id}`}
              prefetch={false}
              className="focus-ring block truncate rounded-sm font-medium after:absolute after:inset-0"
            >
              {name}
            </Link>
            <span className="block text-pretty text-muted-foreground [overflow-wrap:anywhere]">{why}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
