import { ArrowRight, Webhook } from "lucide-react";
import Link from "next/link";
import { navigationFor } from "@/components/layout/navigation";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Role } from "@/lib/auth/permissions";

const WEBHOOKS = "/developers/webhooks";

/** The Developers module, as Home shows it. */
export function DevelopersCard({ role }: { role: Role }) {
  const items = navigationFor(role).find(({ label }) => label === "Developers")?.items ?? [];
  return (
    <Card>
      <CardHeader>
        <CardTitle>Developers</CardTitle>
        <CardDescription>Where events go, and what became of them.</CardDescription>
        <CardAction>
          <Button asChild variant="outline">
            <Link href={WEBHOOKS}>
              <Webhook aria-hidden />
              Webhooks
            </Link>
          </Button>
        </CardAction>
      </CardHeader>
      <ul className="border-t">
        {items
          .filter(({ href }) => href !== WEBHOOKS)
          .map(({ href, label, icon: Icon }) => (
            <li key={href} className="border-b last:border-0">
              <Link
                href={href}
                className="focus-ring group flex h-10 items-center gap-2.5 px-4 text-sm hover:bg-muted/70 focus-visible:-outline-offset-2"
              >
                <Icon aria-hidden className="size-4 text-muted-foreground" />
                <span className="flex-1">{label}</span>
                <ArrowRight
                  aria-hidden
                  className="size-3.5 text-muted-foreground transition-transform duration-100 group-hover:translate-x-0.5"
                />
              </Link>
            </li>
          ))}
      </ul>
    </Card>
  );
}
