import { formatDuration } from "@/lib/format";
import type { AttemptView } from "@/lib/jobs/data";
import { phasesOf } from "@/lib/jobs/phases";
import { cn } from "@/lib/utils";

/** From faint to strong, so that the order can be told without colour too. */
const colours: Record<string, string> = {
  DNS: "bg-brand/25",
  Connect: "bg-brand/40",
  TLS: "bg-brand/60",
  Wait: "bg-brand",
  Read: "bg-info",
};

/** Where an exchange's time went. */
export function TimingBar({ timings }: Pick<AttemptView, "timings">) {
  const phases = phasesOf(timings);
  if (phases.length === 0) return null;
  return (
    <div className="grid gap-2">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full">
        {phases.map(({ name, share }) => (
          <span
            key={name}
            className={cn("min-w-[3px]", colours[name])}
            style={{ flexGrow: share, flexBasis: 0 }}
          />
        ))}
      </div>
      <dl className="figures flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {phases.map(({ name, ms }) => (
          <div key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={cn("size-2 rounded-[2px]", colours[name])} />
            <dt className="text-muted-foreground">{name}</dt>
            <dd>{formatPrecise(ms)}</dd>
          </div>
        ))}
        <div className="flex items-center gap-1.5">
          <dt className="text-muted-foreground">Total</dt>
          <dd className="font-medium">{formatPrecise(timings.totalMs)}</dd>
        </div>
      </dl>
    </div>
  );
}

/** Phases are often shorter than a millisecond. */
const formatPrecise = (ms: number) => (ms < 10 ? `${ms.toFixed(1)} ms` : formatDuration(ms));
