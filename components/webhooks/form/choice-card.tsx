"use client";

import type { LucideIcon } from "lucide-react";
import { type ReactNode, useId } from "react";
import { RadioGroupItem } from "@/components/ui/radio-group";
import { cn } from "@/lib/utils";

type ChoiceCardProps = {
  value: string;
  label: string;
  description: ReactNode;
  icon?: LucideIcon;
  className?: string;
};

/** One of several choices, pressed anywhere on it. For use in a `RadioGroup`. */
export function ChoiceCard({ value, label, description, icon: Icon, className }: ChoiceCardProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn(
        "relative flex min-w-0 select-none items-start gap-2.5 rounded-lg border bg-card p-3 shadow-xs transition-colors duration-100 hover:border-border-strong has-data-[state=checked]:border-brand has-data-[state=checked]:bg-brand-soft/40",
        className,
      )}
    >
      <RadioGroupItem
        id={id}
        value={value}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-about`}
        className="mt-0.5"
      />
      <span className="min-w-0 flex-1">
        <span className="flex items-center justify-between gap-2 font-medium text-sm">
          <span id={`${id}-label`}>{label}</span>
          {Icon && <Icon aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />}
        </span>
        <span
          id={`${id}-about`}
          className="mt-0.5 block text-pretty text-muted-foreground text-xs leading-[1.125rem]"
        >
          {description}
        </span>
      </span>
    </label>
  );
}
