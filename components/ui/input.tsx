"use client";

import type * as React from "react";
import { cn } from "@/lib/utils";
import { useFieldControl } from "./field";

/** Shared by everything that is typed into or picked from. 16 px on phones where it is typed into, or iOS zooms into the page. */
export const controlClasses =
  "w-full min-w-0 rounded-md border border-input bg-card text-foreground text-sm shadow-xs transition-[border-color,box-shadow] duration-100 placeholder:text-muted-foreground hover:border-muted-foreground/45 focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-ring/30 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-danger aria-invalid:focus-visible:outline-danger/30 pointer-coarse:text-[1rem]";

export function Input({ className, type = "text", ...props }: React.ComponentProps<"input">) {
  const wired = useFieldControl(props);
  return (
    <input
      type={type}
      data-slot="input"
      className={cn(controlClasses, "h-8 pointer-coarse:h-9 px-2.5", className)}
      {...wired}
    />
  );
}
