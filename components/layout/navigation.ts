import { CalendarDays, House, Inbox, KeyRound, ListChecks, type LucideIcon, Webhook } from "lucide-react";
import type { Route } from "next";
import { can, type Permission, type Role } from "@/lib/auth/permissions";

export type NavItem = { href: Route; label: string; icon: LucideIcon; permission?: Permission };
export type NavSection = { label: string | null; items: NavItem[] };

const sections: NavSection[] = [
  { label: null, items: [{ href: "/", label: "Home", icon: House }] },
  {
    label: "Developers",
    items: [
      { href: "/developers/webhooks", label: "Webhooks", icon: Webhook, permission: "webhooks.read" },
      { href: "/developers/jobs", label: "Jobs", icon: ListChecks, permission: "jobs.read" },
      {
        href: "/developers/test-endpoints",
        label: "Test endpoints",
        icon: Inbox,
        permission: "test_endpoints.read",
      },
      { href: "/developers/api-keys", label: "API keys", icon: KeyRound, permission: "api_keys.read" },
    ],
  },
  {
    label: "Modules",
    items: [
      {
        href: "/modules/calendar-events",
        label: "Calendar Events",
        icon: CalendarDays,
        permission: "modules.read",
      },
    ],
  },
];

/** The console's pages that a role may open. */
export function navigationFor(role: Role): NavSection[] {
  return sections
    .map(({ label, items }) => ({
      label,
      items: items.filter(({ permission }) => !permission || can(role, permission)),
    }))
    .filter(({ items }) => items.length > 0);
}

/** Whether `path` is the page `href` or one below it. */
export function isWithin(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`));
}
