import type { LucideIcon } from "lucide-react";
import type * as React from "react";
import { cn } from "@/lib/utils";

type EmptyStateProps = Omit<React.ComponentProps<"div">, "title"> & {
  icon?: LucideIcon;
  title: React.ReactNode;
  /** `h1` where it stands in place of a whole page. */
  titleAs?: "p" | "h1";
  /** What would be here, and what to do to get it. */
  description?: React.ReactNode;
  /** The next step. */
  action?: React.ReactNode;
};

/** In place of a list that has nothing in it. */
export function EmptyState({
  icon: Icon,
  title,
  titleAs: Title = "p",
  description,
  action,
  className,
  children,
  ...props
}: EmptyStateProps) {
  return (
    <div
      data-slot="empty-state"
      className={cn("flex flex-col items-center px-6 py-12 text-center", className)}
      {...props}
    >
      {Icon && (
        <span className="mb-4 grid size-9 place-content-center rounded-lg border bg-card text-muted-foreground shadow-xs">
          <Icon aria-hidden className="size-4" />
        </span>
      )}
      <Title className="text-balance font-medium text-base">{title}</Title>
      {description && (
        <p className="mt-1 max-w-sm text-pretty text-muted-foreground text-sm">{description}</p>
      )}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      {children}
    </div>
  );
}
