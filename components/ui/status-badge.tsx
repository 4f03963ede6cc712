import type { LucideIcon } from "lucide-react";
import type * as React from "react";
import { cn } from "@/lib/utils";
import { Badge, type Tone } from "./badge";

const dots: Record<Tone, string> = {
  neutral: "bg-neutral",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger",
  info: "bg-info",
  brand: "bg-brand",
};

/** The coloured dot of a state, for use beside its word. */
export function StatusDot({ tone, pulse, className }: { tone: Tone; pulse?: boolean; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("relative inline-block size-1.5 shrink-0 rounded-full", dots[tone], className)}
    >
      {pulse && <span className={cn("absolute inset-0 animate-ping rounded-full opacity-70", dots[tone])} />}
    </span>
  );
}

type StatusBadgeProps = Omit<React.ComponentProps<typeof Badge>, "tone" | "look"> & {
  tone: Tone;
  /** Instead of the dot. */
  icon?: LucideIcon;
  /** Something is under way right now. */
  pulse?: boolean;
};

/** A state: a colour, a dot or icon, and always the word itself (its children). */
export function StatusBadge({ tone, icon: Icon, pulse, children, className, ...props }: StatusBadgeProps) {
  return (
    <Badge tone={tone} className={cn("gap-1.5 rounded-full px-2", className)} {...props}>
      {Icon ? <Icon aria-hidden /> : <StatusDot tone={tone} pulse={pulse ?? false} />}
      {children}
    </Badge>
  );
}
