import { Loading } from "@/components/layout/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/utils";

/** The form of a webhook before it is there: the way through it, its first fields, and the preview beside them. */
export function WebhookFormSkeleton() {
  return (
    <Loading>
      <div className="-mx-4 mb-6 flex h-10.25 items-center gap-4 overflow-hidden border-b px-4 md:-mx-8 md:px-8">
        {["w-10", "w-20", "w-16", "w-8", "w-12", "w-14", "w-12", "w-14", "w-12", "w-10"].map(
          (width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never move
            <Skeleton key={index} className={`h-3.5 shrink-0 ${width}`} />
          ),
        )}
      </div>
      <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]">
        <div className="grid gap-5">
          <HeadSkeleton />
          <FieldSkeleton />
          <FieldSkeleton className="mb-14 h-8" />
          <FieldSkeleton className="mb-7 h-15" />
          <HeadSkeleton className="mt-7" />
          <FieldSkeleton />
          <Skeleton className="h-64" />
        </div>
        <div className="hidden content-start gap-4 xl:grid">
          <Skeleton className="h-4 w-24" />
          <FieldSkeleton />
          <Skeleton className="h-96" />
        </div>
      </div>
    </Loading>
  );
}

/** A part's title and what it is for. */
function HeadSkeleton({ className }: { className?: string }) {
  return (
    <div className={cn("-mb-1 grid h-11.5 content-start gap-2 pt-1", className)}>
      <Skeleton className="h-4 w-24" />
      <Skeleton className="h-3.5 w-64 max-w-full" />
    </div>
  );
}

function FieldSkeleton({ className = "h-8" }: { className?: string }) {
  return (
    <div className="grid gap-2">
      <Skeleton className="h-3.5 w-20" />
      <Skeleton className={className} />
    </div>
  );
}
