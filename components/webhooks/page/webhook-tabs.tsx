"use client";

import type { Route } from "next";
import Link from "next/link";
import { useSelectedLayoutSegment } from "next/navigation";
import { tabClasses, tabListClasses } from "@/components/ui/tabs";

const tabs = [
  { segment: null, label: "Overview" },
  { segment: "jobs", label: "Jobs" },
  { segment: "signing", label: "Signing" },
  { segment: "used-by", label: "Used by" },
  { segment: "history", label: "History" },
] as const;

/** The pages of one webhook, as tabs with an address each. */
export function WebhookTabs({ id }: { id: string }) {
  const current = useSelectedLayoutSegment();
  return (
    <nav aria-label="Webhook" className={`mb-4 ${tabListClasses}`}>
      {tabs.map(({ segment, label }) => (
        <Link
          key={label}
          href={`/developers/webhooks/${id}${segment ? `/${segment}` : ""}` as Route}
          aria-current={segment === current ? "page" : undefined}
          className={tabClasses}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
