"use client";

import { Inbox, ShieldAlert, ShieldCheck, ShieldQuestion, ShieldX } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ReceivedRequestRow } from "@/lib/test-endpoints/data";
import { KEPT_REQUESTS, verdictWords } from "@/lib/test-endpoints/schema";
import { cn } from "@/lib/utils";

type RequestListProps = {
  requests: ReceivedRequestRow[];
  chosenId: string | undefined;
  onChoose: (id: string) => void;
};

/** What an endpoint received, newest first. */
export function RequestList({ requests, chosenId, onChoose }: RequestListProps) {
  return (
    <section
      aria-labelledby="requests"
      className="min-w-0 overflow-hidden rounded-lg border bg-card shadow-xs"
    >
      <div className="flex items-center justify-between gap-2 border-b px-3 py-2">
        <h2 id="requests" className="figures font-medium text-sm">
          Requests{requests.length > 0 && ` (${requests.length})`}
        </h2>
        <span className="flex items-center gap-1.5 text-muted-foreground text-xs">
          <span aria-hidden className="size-1.5 rounded-full bg-success" />
          Live
        </span>
      </div>
      {requests.length === 0 ? (
        <EmptyState
          icon={Inbox}
          title="Waiting for the first request"
          description="Send anything to the address above; it appears here at once."
          className="py-10"
        />
      ) : (
        <ul className="max-h-80 overflow-y-auto lg:max-h-[calc(100dvh-18rem)]">
          {requests.map((request) => (
            <li key={request.id} className="border-b last:border-0">
              <RequestButton request={request} chosen={request.id === chosenId} onChoose={onChoose} />
            </li>
          ))}
        </ul>
      )}
      {requests.length === KEPT_REQUESTS && (
        <p className="border-t px-3 py-2 text-muted-foreground text-xs">
          The newest {KEPT_REQUESTS} are kept.
        </p>
      )}
    </section>
  );
}

const icons = { valid: ShieldCheck, invalid: ShieldX, missing: ShieldAlert, unknown: ShieldQuestion };
const colours = {
  valid: "text-success-foreground",
  invalid: "text-danger-foreground",
  missing: "text-warning-foreground",
  unknown: "text-muted-foreground",
};

type RequestButtonProps = { request: ReceivedRequestRow; chosen: boolean; onChoose: (id: string) => void };

function RequestButton({ request, chosen, onChoose }: RequestButtonProps) {
  const Icon = icons[request.signature];
  return (
    <button
      type="button"
      aria-current={chosen || undefined}
      onClick={() => onChoose(request.id)}
      className={cn(
        "focus-ring flex w-full items-center gap-2 px-3 py-2 text-left text-sm hover:bg-muted/70 focus-visible:-outline-offset-2",
        chosen && "bg-brand-soft/60 hover:bg-brand-soft/60",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", colours[request.signature])} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-xs">
          <span className="font-medium">{request.method}</span> {request.eventType ?? request.target}
        </span>
        <span className="sr-only">{verdictWords[request.signature]}, </span>
      </span>
      <RelativeTime
        value={request.receivedAt}
        className="figures whitespace-nowrap text-muted-foreground text-xs"
      />
    </button>
  );
}
