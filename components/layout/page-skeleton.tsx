import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/utils";

/** Tells of the wait once, whatever stands in for what. */
export function Loading({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">Loading</span>
      {children}
    </div>
  );
}

type HeaderSkeletonProps = { crumbs?: boolean; description?: boolean; className?: string };

/** Of the height of `PageHeader`. */
export function HeaderSkeleton({ crumbs = false, description = false, className }: HeaderSkeletonProps) {
  return (
    <div className={cn("mb-5", className)}>
      {crumbs && <Skeleton className="mt-0.5 mb-1.5 h-3.5 w-20" />}
      <Skeleton className="my-0.5 h-5.5 w-40" />
      {description && <Skeleton className="mt-2 h-3.5 w-72 max-w-full" />}
    </div>
  );
}

/** A list of rows in a frame. */
export function RowsSkeleton({ className }: { className?: string }) {
  return (
    <div className={cn("rounded-lg border bg-card", className)}>
      {["w-1/2", "w-1/3", "w-2/5", "w-3/5", "w-1/4", "w-2/3"].map((width) => (
        <div key={width} className="flex h-11 items-center border-b px-4 last:border-0">
          <Skeleton className={`h-3.5 ${width}`} />
        </div>
      ))}
    </div>
  );
}

/** A part of a page that is a list, before it is there. */
export function ListSkeleton() {
  return (
    <Loading>
      <RowsSkeleton />
    </Loading>
  );
}

/** A page before it is there: a header, and a list. */
export function PageSkeleton() {
  return (
    <Loading>
      <HeaderSkeleton description />
      <RowsSkeleton />
    </Loading>
  );
}
