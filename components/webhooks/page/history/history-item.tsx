import {
  CirclePlus,
  Copy,
  Eye,
  KeyRound,
  type LucideIcon,
  PauseCircle,
  Pencil,
  Play,
  RefreshCw,
  Send,
  TriangleAlert,
} from "lucide-react";
import { LocalTime, RelativeTime } from "@/components/ui/relative-time";
import type { HistoryEntry } from "@/lib/webhooks/history";
import type { FieldChange } from "@/lib/webhooks/history-words";

const icons: Record<string, LucideIcon> = {
  "webhook.created": CirclePlus,
  "webhook.duplicated": Copy,
  "webhook.updated": Pencil,
  "webhook.activated": Play,
  "webhook.deactivated": PauseCircle,
  "webhook.disabled": TriangleAlert,
  "webhook.secret_revealed": Eye,
  "webhook.secret_rotated": KeyRound,
  "webhook.replayed": RefreshCw,
  "webhook.tested": Send,
  "webhook.test_sent": Send,
};

/** One thing that was done: by whom, when, and field by field what changed. */
export function HistoryItem({ entry }: { entry: HistoryEntry }) {
  const Icon = icons[entry.action] ?? Pencil;
  return (
    <li className="flex gap-3 border-b px-4 py-3 last:border-0">
      <span className="mt-px grid size-6 shrink-0 place-content-center rounded-full border bg-muted text-muted-foreground">
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="min-w-0">
            <span className="font-medium">{entry.who}</span>
            {entry.whoKind === "api_key" && <span className="text-muted-foreground"> (API key)</span>}{" "}
            {entry.did}
          </span>
          <span className="figures ml-auto whitespace-nowrap text-muted-foreground text-xs max-sm:ml-0">
            <LocalTime value={entry.at} className="max-sm:hidden" />
            <RelativeTime value={entry.at} className="sm:hidden" />
          </span>
        </p>
        {entry.changes.length > 0 && (
          <dl className="mt-1.5 grid gap-1 text-sm sm:grid-cols-[9rem_minmax(0,1fr)] sm:gap-x-4">
            {entry.changes.map((change) => (
              <Change key={change.label} change={change} />
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}

function Change({ change: { label, before, after } }: { change: FieldChange }) {
  return (
    <>
      <dt className="text-muted-foreground max-sm:mt-1">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">
        {before !== null && (
          <del className="mr-2 text-muted-foreground decoration-muted-foreground/60">
            <span className="sr-only">was </span>
            {before}
          </del>
        )}
        {after === null ? (
          <span className="text-muted-foreground">{before === null ? "–" : "removed"}</span>
        ) : (
          <ins className="no-underline">
            {before !== null && <span className="sr-only">, is now </span>}
            {after}
          </ins>
        )}
      </dd>
    </>
  );
}
