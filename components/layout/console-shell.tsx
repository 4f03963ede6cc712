import type { ReactNode } from "react";
import type { Profile } from "@/lib/auth/membership";
import type { Role } from "@/lib/auth/permissions";
import { MainNav } from "./main-nav";
import { MobileBar } from "./mobile-bar";
import { OrganisationSwitcher } from "./organisation-switcher";
import { UserMenu } from "./user-menu";

type ConsoleShellProps = { profile: Profile; role: Role; children: ReactNode };

/** Everything around a page of the console: beside it on wide screens, above it on phones. */
export function ConsoleShell({ profile, role, children }: ConsoleShellProps) {
  return (
    <div className="min-h-dvh md:pl-58">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-primary px-3 py-1.5 font-medium text-primary-foreground text-sm focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside
        aria-label="Console"
        className="fixed inset-y-0 left-0 z-30 hidden w-58 flex-col border-r bg-sidebar md:flex"
      >
        <div className="p-2.5 pb-3">
          <OrganisationSwitcher organisation={profile.organisation} organisations={profile.organisations} />
        </div>
        <div className="flex-1 overflow-y-auto px-2.5 pb-4">
          <MainNav role={role} />
        </div>
        <div className="border-t p-2">
          <UserMenu user={profile.user} role={role} />
        </div>
      </aside>
      <MobileBar profile={profile} role={role} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[76rem] px-4 pt-5 pb-16 outline-none md:px-8 md:pt-7"
      >
        {children}
      </main>
    </div>
  );
}
