import { cva, type VariantProps } from "class-variance-authority";
import type * as React from "react";
import { cn } from "@/lib/utils";

export type Tone = "neutral" | "success" | "warning" | "danger" | "info" | "brand";

export const badgeVariants = cva(
  "inline-flex h-5 w-fit max-w-full shrink-0 items-center gap-1 whitespace-nowrap rounded-[5px] px-1.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-neutral-soft text-neutral-foreground",
        success: "bg-success-soft text-success-foreground",
        warning: "bg-warning-soft text-warning-foreground",
        danger: "bg-danger-soft text-danger-foreground",
        info: "bg-info-soft text-info-foreground",
        brand: "bg-brand-soft text-brand",
      } satisfies Record<Tone, string>,
      /** `machine`: a name machines read, such as an event type. */
      look: {
        soft: "",
        outline: "border bg-transparent",
        machine: "border bg-code font-mono font-normal text-2xs text-foreground",
      },
    },
    defaultVariants: { tone: "neutral", look: "soft" },
  },
);

/** A small label: a count, a role, a chip. For a state use `StatusBadge`. */
export function Badge({
  className,
  tone,
  look,
  ...props
}: React.ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ tone, look }), className)} {...props} />;
}
