"use client";

import { ChevronsUpDown } from "lucide-react";
import { toast } from "sonner";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { switchOrganisation } from "@/lib/auth/actions";
import type { Profile } from "@/lib/auth/membership";
import { LogoMark } from "./logo";

type Props = Pick<Profile, "organisation" | "organisations">;

/** Where one is: the organisation's name, and for members of several the way to the others. */
export function OrganisationSwitcher({ organisation, organisations }: Props) {
  const name = (
    <>
      <LogoMark />
      <span className="min-w-0 flex-1 text-left">
        <span className="block truncate font-semibold text-sm leading-4.5">{organisation.name}</span>
        <span className="block text-2xs text-muted-foreground leading-3.5">Hookyard</span>
      </span>
    </>
  );
  if (organisations.length < 2) return <div className="flex h-11 items-center gap-2.5 px-2">{name}</div>;

  async function choose(organisationId: string) {
    const result = await switchOrganisation({ organisationId });
    // A whole page load: nothing of the other organisation stays in memory.
    if (result.ok) window.location.assign("/");
    else toast.error(result.message);
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Organisation: ${organisation.name}`}
        className="focus-ring flex h-11 w-full items-center gap-2.5 rounded-md px-2 hover:bg-sidebar-accent/60"
      >
        {name}
        <ChevronsUpDown aria-hidden className="size-3.5 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-56">
        <DropdownMenuLabel>Organisations</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={organisation.id} onValueChange={choose}>
          {organisations.map(({ id, name: label }) => (
            <DropdownMenuRadioItem key={id} value={id}>
              <span className="truncate">{label}</span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
