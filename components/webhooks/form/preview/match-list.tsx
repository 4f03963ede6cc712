"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { messageOf } from "@/lib/live/failure";
import { cn } from "@/lib/utils";
import { formQueries } from "@/lib/webhooks/form-queries";
import type { PreviewedMatch } from "@/lib/webhooks/preview-matches";
import type { PreviewInput } from "@/lib/webhooks/preview-settings";
import { decidingFacts } from "./match-words";
import { useLastGood } from "./use-last-good";

type MatchListProps = { settings: PreviewInput; onShow: (eventId: string) => void };

const SHOWN = [
  { value: "all", label: "All" },
  { value: "sent", label: "Sent" },
  { value: "not", label: "Not sent" },
] as const;

/** The latest real events of the types subscribed to: which would be sent, and which value decided it. */
export function MatchList({ settings, onShow }: MatchListProps) {
  const [shown, setShown] = useState<(typeof SHOWN)[number]["value"]>("all");
  const { data, error } = useQuery({
    ...formQueries.matches(settings),
    placeholderData: keepPreviousData,
  });
  const good = useLastGood(data, ({ filterProblem }) => filterProblem === null);
  if (error) return <Alert tone="danger">{messageOf(error)}</Alert>;
  const preview = good ?? data;
  if (!preview) return <Skeleton className="h-72" />;
  const { events, matched } = preview;
  if (events.length === 0) return <Nothing hasSubscriptions={(settings.subscriptions ?? []).length > 0} />;
  const rows = events.filter(({ matches }) => shown === "all" || matches === (shown === "sent"));
  return (
    <div className="grid gap-3">
      <div role="status" className="empty:hidden">
        {data?.filterProblem && (
          <Alert tone="danger" title={good && "Shown below: with the last filter that could be read"}>
            {data.filterProblem.message}
          </Alert>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="figures text-sm">
          <strong className="font-medium">
            {matched} of the last {events.length}
          </strong>{" "}
          would be sent
        </p>
        <Segmented aria-label="Events shown" options={SHOWN} value={shown} onChange={setShown} />
      </div>
      {rows.length > 0 ? (
        <ul className="divide-y rounded-lg border bg-card">
          {rows.map((event) => (
            <MatchRow key={event.id} event={event} onShow={() => onShow(event.id)} />
          ))}
        </ul>
      ) : (
        <p className="text-muted-foreground text-sm">None of them.</p>
      )}
    </div>
  );
}

function Nothing({ hasSubscriptions }: { hasSubscriptions: boolean }) {
  return (
    <p className="text-pretty text-muted-foreground text-sm">
      {hasSubscriptions
        ? "No event of these types has happened yet. When some have, you see here which would be sent, and why the others would not."
        : "Choose subscriptions to see which of the latest events would be sent."}
    </p>
  );
}

function MatchRow({ event, onShow }: { event: PreviewedMatch; onShow: () => void }) {
  const { type, occurredAt, matches, why } = event;
  const facts = decidingFacts(event);
  const Icon = matches ? Check : Minus;
  return (
    <li className="flex items-start gap-2 px-3 py-2">
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-3.5 shrink-0", matches ? "text-success" : "text-muted-foreground")}
      />
      <div className="min-w-0 flex-1 text-xs">
        <div className="flex items-baseline justify-between gap-2">
          <button
            type="button"
            onClick={onShow}
            className="focus-ring min-w-0 truncate rounded-sm text-left font-mono hover:underline"
          >
            <span className="sr-only">{matches ? "Sent" : "Not sent"}: show the request for </span>
            {type}
          </button>
          <RelativeTime value={occurredAt} className="figures shrink-0 text-muted-foreground" />
        </div>
        {why && <p className="text-pretty text-muted-foreground">{why}</p>}
        {facts.map(({ name, value }) => (
          <p key={name} className="break-words text-muted-foreground">
            <code className="font-mono text-2xs">{name}</code> is{" "}
            <code className="font-mono text-2xs text-foreground">{value}</code>
          </p>
        ))}
      </div>
    </li>
  );
}
