import type * as React from "react";
import { cn } from "@/lib/utils";

/** A stand-in of the very size of what it stands for, so that nothing moves when that arrives. */
export function Skeleton({ className, ...props }: React.ComponentProps<"div">) {
  return (
    <div
      aria-hidden
      data-slot="skeleton"
      className={cn("animate-pulse rounded-[5px] bg-secondary", className)}
      {...props}
    />
  );
}
