"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useAddressFilter } from "@/components/filters/use-address-filter";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { useIsLocal } from "@/components/ui/use-is-local";
import { formatDuration, formatNumber, formatPercent } from "@/lib/format";
import { messageOf } from "@/lib/live/failure";
import { cn } from "@/lib/utils";
import {
  RANGES,
  type Range,
  rangeStart,
  rangeWords,
  sumOf,
  toBars,
  type WebhookStats,
} from "@/lib/webhooks/chart";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { JobsChart } from "./jobs-chart";
import { LatencyChart } from "./latency-chart";

/** How deliveries went, over a day, a week or a month: four figures and two charts. */
export function ChartsCard({ webhookId }: { webhookId: string }) {
  const [params, change] = useAddressFilter();
  const range = RANGES.find((each) => each === params.get("range")) ?? "24h";
  const { data, error, isPlaceholderData } = useQuery({
    ...webhookPageQueries.stats(webhookId, range),
    placeholderData: keepPreviousData,
  });
  const local = useIsLocal();
  // Bars of days are the reader's days, which the server does not know.
  const ready = data && !isPlaceholderData && (local || range === "24h");
  return (
    <Card aria-label="Deliveries" role="region">
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 pt-3.5 pb-3">
        <h2 className="font-medium text-base">Deliveries</h2>
        <Segmented
          aria-label="Time range"
          options={RANGES.map((value) => ({ value, label: rangeWords[value] }))}
          value={range}
          onChange={(next) => change({ range: next === "24h" ? null : next })}
        />
      </div>
      {error && (
        <Alert tone="warning" role="alert" className="rounded-none border-x-0 border-b-0">
          {messageOf(error)} What you see may be out of date.
        </Alert>
      )}
      {ready ? <Charts stats={data} range={range} local={local} /> : <ChartsSkeleton />}
    </Card>
  );
}

function Charts({ stats, range, local }: { stats: WebhookStats; range: Range; local: boolean }) {
  const now = new Date(stats.at);
  const bars = toBars(stats.hours, range, now);
  const from = rangeStart(range, now).toISOString();
  const sum = sumOf(stats.hours.filter(({ hour }) => hour >= from));
  const ended = sum.succeeded + sum.failed;
  return (
    <>
      <dl className="grid grid-cols-2 gap-px border-y bg-border sm:grid-cols-4">
        <Figure label="Jobs">{formatNumber(ended)}</Figure>
        <Figure label="Success rate" alarming={sum.failed > 0 && sum.succeeded / ended < 0.95}>
          {ended > 0 ? formatPercent(sum.succeeded / ended) : "–"}
        </Figure>
        <Figure label="Response time, p50">{sum.p50Ms === null ? "–" : formatDuration(sum.p50Ms)}</Figure>
        <Figure label="Response time, p95">{sum.p95Ms === null ? "–" : formatDuration(sum.p95Ms)}</Figure>
      </dl>
      <div className="grid md:grid-cols-2 md:divide-x">
        <JobsChart bars={bars} range={range} local={local} />
        <LatencyChart bars={bars} range={range} local={local} />
      </div>
    </>
  );
}

type FigureProps = { label: string; alarming?: boolean; children: ReactNode };

function Figure({ label, alarming = false, children }: FigureProps) {
  return (
    <div className="bg-card px-4 py-2.5">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className={cn("figures mt-0.5 font-medium text-lg", alarming && "text-danger-foreground")}>
        {children}
      </dd>
    </div>
  );
}

/** As high as what comes, so that nothing moves when it does. */
export function ChartsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading</span>
      <div className="h-[4.0625rem] border-y max-sm:h-[8.0625rem]" />
      <div className="grid md:grid-cols-2 md:divide-x">
        {["jobs", "latency"].map((each) => (
          <div key={each} className="h-[14.125rem] p-4">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="mt-4 h-28" />
          </div>
        ))}
      </div>
    </div>
  );
}
