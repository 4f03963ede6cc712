import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type * as React from "react";
import { cn } from "@/lib/utils";

type Crumb = { label: string; href: Route };

type PageHeaderProps = {
  title: React.ReactNode;
  description?: React.ReactNode;
  /** Buttons, the most important last. */
  actions?: React.ReactNode;
  /** The way back up, outermost first. */
  crumbs?: Crumb[];
  /** Beside the title, such as a status. */
  badge?: React.ReactNode;
  className?: string;
};

/** The top of a page: its one h1, what it is for, what can be done. */
export function PageHeader({ title, description, actions, crumbs, badge, className }: PageHeaderProps) {
  return (
    <header className={cn("mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3", className)}>
      <div className="min-w-0 max-w-full flex-1 basis-72">
        {crumbs && crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="min-w-0 break-words font-semibold text-xl tracking-[-0.012em]">{title}</h1>
          {badge}
        </div>
        {description && (
          <p className="mt-0.5 max-w-[76ch] text-pretty text-muted-foreground text-sm">{description}</p>
        )}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1">
      <ol className="flex flex-wrap items-center gap-1 text-muted-foreground text-xs">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-1">
            <Link href={crumb.href} className="focus-ring rounded-sm hover:text-foreground">
              {crumb.label}
            </Link>
            <ChevronRight aria-hidden className="size-3 opacity-60" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
