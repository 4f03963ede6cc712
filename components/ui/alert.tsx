import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type * as React from "react";
import { cn } from "@/lib/utils";

const alertVariants = cva("flex min-w-0 items-start gap-2.5 rounded-lg border px-3 py-2.5 text-sm", {
  variants: {
    tone: {
      neutral: "bg-muted text-foreground [&>svg]:text-muted-foreground",
      info: "border-info/25 bg-info-soft text-info-foreground",
      success: "border-success/25 bg-success-soft text-success-foreground",
      warning: "border-warning/30 bg-warning-soft text-warning-foreground",
      danger: "border-danger/25 bg-danger-soft text-danger-foreground",
    },
  },
  defaultVariants: { tone: "neutral" },
});

const icons: Record<string, LucideIcon> = {
  neutral: Info,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

type AlertProps = Omit<React.ComponentProps<"div">, "title"> &
  VariantProps<typeof alertVariants> & { title?: React.ReactNode; action?: React.ReactNode };

/** Something to know about what is around it. With `role="alert"` it is read out when it appears. */
export function Alert({ tone, title, action, className, children, ...props }: AlertProps) {
  const Icon = icons[tone ?? "neutral"] ?? Info;
  return (
    <div data-slot="alert" className={cn(alertVariants({ tone }), className)} {...props}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-pretty">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
