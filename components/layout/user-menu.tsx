"use client";

import { ChevronsUpDown, LogOut, MonitorSmartphone } from "lucide-react";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { toast } from "sonner";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Role } from "@/lib/auth/permissions";
import { ThemeItems } from "./theme-items";

const ROLE_NAMES: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  developer: "Developer",
  viewer: "Viewer",
};

type UserMenuProps = {
  user: { name: string; email: string };
  role: Role;
  /** Called when a link is followed: what holds the menu may close. */
  onNavigate?: () => void;
};

/** Who is signed in; theme; where they are signed in; sign-out. */
export function UserMenu({ user, role, onNavigate }: UserMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Account: ${user.name}`}
        className="focus-ring flex h-11 w-full items-center gap-2.5 rounded-md px-2 hover:bg-sidebar-accent/60 data-[state=open]:bg-sidebar-accent/60"
      >
        <span
          aria-hidden
          className="grid size-6 shrink-0 place-content-center rounded-full bg-brand-soft font-medium text-2xs text-brand"
        >
          {initials(user.name)}
        </span>
        <span className="min-w-0 flex-1 text-left">
          <span className="block truncate text-sm leading-4.5">{user.name}</span>
          <span className="block text-2xs text-muted-foreground leading-3.5">{ROLE_NAMES[role]}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="w-56">
        <p className="truncate px-2 py-1.5 text-muted-foreground text-xs">{user.email}</p>
        <DropdownMenuSeparator />
        <ThemeItems />
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/settings/sessions" onClick={onNavigate}>
            <MonitorSmartphone aria-hidden />
            Sessions
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={leave}>
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

async function leave() {
  try {
    await signOut({ redirect: false });
    window.location.assign("/sign-in");
  } catch {
    toast.error("The server did not answer, so you are still signed in. Try again.");
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
