import { Skeleton } from "@/components/ui/skeleton";

/** A page before it is there: a header of the height of `PageHeader`, and a list. */
export function PageSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading</span>
      <div className="mb-5">
        <Skeleton className="my-0.5 h-5.5 w-40" />
        <Skeleton className="mt-2 h-3.5 w-72 max-w-full" />
      </div>
      <div className="rounded-lg border bg-card">
        {["w-1/2", "w-1/3", "w-2/5", "w-3/5", "w-1/4", "w-2/3"].map((width) => (
          <div key={width} className="flex h-11 items-center border-b px-4 last:border-0">
            <Skeleton className={`h-3.5 ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
