"use client";

import { RadioGroup as RadioGroupPrimitive } from "radix-ui";
import * as React from "react";
import { cn } from "@/lib/utils";
import { useFieldControl } from "./field";

export function RadioGroup({ className, ...props }: React.ComponentProps<typeof RadioGroupPrimitive.Root>) {
  const wired = useFieldControl(props);
  return (
    <RadioGroupPrimitive.Root data-slot="radio-group" className={cn("grid gap-2.5", className)} {...wired} />
  );
}

export function RadioGroupItem({
  className,
  ...props
}: React.ComponentProps<typeof RadioGroupPrimitive.Item>) {
  return (
    <RadioGroupPrimitive.Item
      data-slot="radio-group-item"
      className={cn(
        "focus-ring grid aspect-square size-4 shrink-0 place-content-center rounded-full border border-border-strong bg-card shadow-xs transition-colors duration-100 hover:border-muted-foreground/60 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:border-brand data-[state=checked]:bg-brand",
        className,
      )}
      {...props}
    >
      <RadioGroupPrimitive.Indicator className="size-1.5 rounded-full bg-brand-foreground" />
    </RadioGroupPrimitive.Item>
  );
}

type RadioOptionProps = React.ComponentProps<typeof RadioGroupPrimitive.Item> & {
  label: React.ReactNode;
  description?: React.ReactNode;
};

/** A choice with its name and, below it, what it means. */
export function RadioOption({ label, description, className, ...props }: RadioOptionProps) {
  const id = React.useId();
  return (
    <div className={cn("flex items-start gap-2.5", className)}>
      <RadioGroupItem
        id={id}
        aria-describedby={description ? `${id}-description` : undefined}
        className="mt-0.5"
        {...props}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="select-none font-medium text-sm">
          {label}
        </label>
        {description && (
          <p
            id={`${id}-description`}
            className="text-pretty text-muted-foreground text-xs leading-[1.125rem]"
          >
            {description}
          </p>
        )}
      </div>
    </div>
  );
}
