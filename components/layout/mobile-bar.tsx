"use client";

import { Menu } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import type { Profile } from "@/lib/auth/membership";
import type { Role } from "@/lib/auth/permissions";
import { Logo } from "./logo";
import { MainNav } from "./main-nav";
import { OrganisationSwitcher } from "./organisation-switcher";
import { UserMenu } from "./user-menu";

/** The shell on phones: a bar with a menu that holds what the sidebar holds. */
export function MobileBar({ profile, role }: { profile: Profile; role: Role }) {
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-sidebar px-2 md:hidden">
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetTrigger asChild>
          <Button variant="ghost" size="icon">
            <Menu aria-hidden className="size-4.5" />
            <span className="sr-only">Menu</span>
          </Button>
        </SheetTrigger>
        <SheetContent side="left" className="bg-sidebar" aria-describedby={undefined}>
          <SheetTitle className="sr-only">Menu</SheetTitle>
          <div className="p-2.5 pr-12">
            <OrganisationSwitcher organisation={profile.organisation} organisations={profile.organisations} />
          </div>
          <div className="flex-1 overflow-y-auto px-2.5 pt-1 pb-4">
            <MainNav role={role} onNavigate={() => setOpen(false)} />
          </div>
          <div className="border-t p-2">
            <UserMenu user={profile.user} role={role} onNavigate={() => setOpen(false)} />
          </div>
        </SheetContent>
      </Sheet>
      <Logo className="min-w-0" />
    </header>
  );
}
