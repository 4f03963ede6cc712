import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type * as React from "react";
import { cn } from "@/lib/utils";

const buttonVariants = cva(
  "focus-ring relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-[background-color,border-color,color,box-shadow] duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg:not([class*='size-'])]:size-3.5 [&_svg]:pointer-events-none [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        default: "bg-primary text-primary-foreground shadow-sm hover:bg-primary-hover",
        outline: "border border-border-strong bg-card text-foreground shadow-xs hover:bg-accent",
        secondary: "bg-secondary text-secondary-foreground hover:bg-border",
        ghost: "text-foreground hover:bg-accent",
        destructive: "bg-danger text-danger-solid-foreground shadow-sm hover:bg-danger/90",
        link: "text-brand underline decoration-brand/35 underline-offset-3 hover:decoration-brand",
      },
      size: {
        default: "h-8 px-3 text-sm pointer-coarse:h-9",
        sm: "h-7 px-2.5 text-xs pointer-coarse:h-8",
        lg: "h-9 px-4 text-base pointer-coarse:h-10",
        icon: "size-8 pointer-coarse:size-9",
        "icon-sm": "size-7 pointer-coarse:size-8",
      },
    },
    compoundVariants: [{ variant: "link", class: "h-auto px-0 pointer-coarse:h-auto" }],
    defaultVariants: { variant: "default", size: "default" },
  },
);

export type ButtonProps = React.ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    asChild?: boolean;
    /** Shows a spinner in place of the label, at the same width, and takes no more presses. */
    pending?: boolean;
  };

/** A button, or with `asChild` a link that looks like one. `type` is "button" unless given. */
export function Button({
  className,
  variant,
  size,
  asChild = false,
  pending = false,
  children,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size, className }));
  if (asChild) {
    return (
      <Slot.Root data-slot="button" className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      data-slot="button"
      className={classes}
      {...props}
      disabled={props.disabled || pending}
      aria-busy={pending || undefined}
    >
      {pending && <LoaderCircle aria-hidden className="absolute size-4 animate-spin" />}
      <span
        className={cn("contents", pending && "[&]:inline-flex [&]:items-center [&]:gap-1.5 [&]:opacity-0")}
      >
        {children}
      </span>
    </button>
  );
}
