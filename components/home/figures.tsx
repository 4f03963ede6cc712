import type { ReactNode } from "react";
import { formatDuration, formatNumber, formatPercent } from "@/lib/format";
import type { Overview } from "@/lib/home/data";
import { cn } from "@/lib/utils";

/** The day in four numbers. */
export function Figures({ overview }: { overview: Overview }) {
  const { succeeded, failed, latency, failingCount } = overview;
  const ended = succeeded + failed;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border shadow-xs lg:grid-cols-4">
      <Figure label="Deliveries" note={failed > 0 ? `${formatNumber(failed)} failed` : "None failed"}>
        {formatNumber(ended)}
      </Figure>
      <Figure label="Success rate" note={ended > 0 ? "Of jobs that ended" : "No jobs ended yet"}>
        {ended > 0 ? formatPercent(succeeded / ended) : "–"}
      </Figure>
      <Figure
        label="Response time"
        note={latency ? `95% within this, half within ${formatDuration(latency.p50Ms)}` : "No requests yet"}
      >
        {latency ? formatDuration(latency.p95Ms) : "–"}
      </Figure>
      <Figure
        label="Failing webhooks"
        note={failingCount > 0 ? "Need a look" : "All is well"}
        alarming={failingCount > 0}
      >
        {formatNumber(failingCount)}
      </Figure>
    </dl>
  );
}

type FigureProps = { label: string; note: string; alarming?: boolean; children: ReactNode };

function Figure({ label, note, alarming = false, children }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col bg-card px-4 py-3.5">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd
        className={cn(
          "figures mt-1 font-medium text-2xl tracking-[-0.02em]",
          alarming && "text-danger-foreground",
        )}
      >
        {children}
      </dd>
      <dd className="figures mt-0.5 text-pretty text-muted-foreground text-xs">{note}</dd>
    </div>
  );
}
