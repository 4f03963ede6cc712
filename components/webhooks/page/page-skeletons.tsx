import { HeaderSkeleton, Loading, RowsSkeleton } from "@/components/layout/page-skeleton";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { tabListClasses } from "@/components/ui/tabs";
import { ChartsSkeleton } from "./overview/charts-card";

/** What all pages of one webhook share, before it is known which webhook that is. */
export function WebhookFrameSkeleton() {
  return (
    <Loading>
      <HeaderSkeleton crumbs className="mb-3" />
      <div className={`mb-4 ${tabListClasses}`}>
        {["w-16", "w-8", "w-12", "w-14", "w-12"].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move
          <span key={index} className="flex h-9 items-center px-0.5">
            <Skeleton className={`h-3.5 ${width}`} />
          </span>
        ))}
      </div>
      <Card className="h-86" />
    </Loading>
  );
}

export function OverviewSkeleton() {
  return (
    <div className="grid gap-4">
      <Card>
        <div className="flex items-center justify-between px-4 py-4">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-6.5 w-48" />
        </div>
        <ChartsSkeleton />
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <CardSkeleton className="h-80" />
        <CardSkeleton className="h-80" />
      </div>
    </div>
  );
}

/** Filters above a table of jobs. */
export function JobsSkeleton() {
  return (
    <Loading className="rounded-lg border bg-card">
      <div className="flex h-13 items-center gap-2 border-b px-3">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="h-8 w-52" />
      </div>
      <div className="h-8 border-b" />
      <RowsSkeleton className="border-0" />
    </Loading>
  );
}

export function SigningSkeleton() {
  return (
    <Loading className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid gap-4 lg:order-last">
        <CardSkeleton className="h-60" />
        <CardSkeleton className="h-84" />
      </div>
      <CardSkeleton className="h-158" />
    </Loading>
  );
}

function CardSkeleton({ className }: { className: string }) {
  return (
    <Card className={className}>
      <Skeleton className="m-4 h-4 w-32" />
    </Card>
  );
}
