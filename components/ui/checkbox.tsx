"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as CheckboxPrimitive } from "radix-ui";
import type * as React from "react";
import { cn } from "@/lib/utils";
import { useFieldControl } from "./field";

/** `checked` may be "indeterminate": some of what it stands for. */
export function Checkbox({ className, ...props }: React.ComponentProps<typeof CheckboxPrimitive.Root>) {
  const wired = useFieldControl(props);
  return (
    <CheckboxPrimitive.Root
      data-slot="checkbox"
      className={cn(
        "peer group focus-ring mt-0.5 size-4 shrink-0 rounded-[4px] border border-border-strong bg-card shadow-xs transition-colors duration-100 hover:border-muted-foreground/60 disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger data-[state=checked]:border-brand data-[state=indeterminate]:border-brand data-[state=checked]:bg-brand data-[state=indeterminate]:bg-brand data-[state=checked]:text-brand-foreground data-[state=indeterminate]:text-brand-foreground",
        className,
      )}
      {...wired}
    >
      <CheckboxPrimitive.Indicator className="grid place-content-center">
        <Minus strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
        <Check strokeWidth={3} className="size-3 group-data-[state=indeterminate]:hidden" />
      </CheckboxPrimitive.Indicator>
    </CheckboxPrimitive.Root>
  );
}
