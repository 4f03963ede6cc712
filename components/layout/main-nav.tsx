"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Role } from "@/lib/auth/permissions";
import { cn } from "@/lib/utils";
import { isWithin, type NavItem, navigationFor } from "./navigation";

/** The console's pages. `onNavigate` is called when one is chosen, to close what holds this. */
export function MainNav({ role, onNavigate }: { role: Role; onNavigate?: () => void }) {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-4">
      {navigationFor(role).map(({ label, items }) => (
        <div key={label ?? "top"}>
          {label && <p className="px-2 pb-1 font-medium text-muted-foreground text-xs">{label}</p>}
          <ul className="flex flex-col gap-px">
            {items.map((item) => (
              <li key={item.href}>
                <NavLink item={item} current={isWithin(path, item.href)} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavLink({
  item: { href, label, icon: Icon },
  current,
  onNavigate,
}: {
  item: NavItem;
  current: boolean;
  onNavigate: (() => void) | undefined;
}) {
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      onClick={onNavigate}
      className={cn(
        "focus-ring flex h-7.5 pointer-coarse:h-9 items-center gap-2.5 rounded-md px-2 text-sidebar-foreground text-sm transition-colors duration-75 hover:bg-sidebar-accent/60 hover:text-foreground",
        current && "bg-sidebar-accent font-medium text-foreground hover:bg-sidebar-accent",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", current ? "text-brand" : "text-muted-foreground")} />
      {label}
    </Link>
  );
}
