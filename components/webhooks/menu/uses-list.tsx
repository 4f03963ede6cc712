import { ArrowUpRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { WebhookUse } from "@/lib/webhooks/uses";

/** The module records that name a webhook, each with the way to it. */
export function UsesList({ uses }: { uses: WebhookUse[] }) {
  return (
    <ul className="overflow-hidden rounded-lg border">
      {uses.map(({ module, record, label, href }) => (
        <li
          key={`${module} ${record}`}
          className="relative flex items-center gap-3 border-b bg-card px-3 py-2 text-sm last:border-0 hover:bg-muted/70"
        >
          <span className="min-w-0 flex-1">
            <Link
              href={href as Route}
              className="focus-ring block truncate rounded-sm font-medium after:absolute after:inset-0"
            >
              {label}
            </Link>
            <span className="block text-muted-foreground text-xs">{module}</span>
          </span>
          <ArrowUpRight aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </li>
      ))}
    </ul>
  );
}
