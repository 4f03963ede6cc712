"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { BodyView } from "@/components/jobs/body-view";
import { PageHeader } from "@/components/layout/page-header";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { LocalTime } from "@/components/ui/relative-time";
import type { EventDetail } from "@/lib/events/data";
import { eventQueries } from "@/lib/events/queries";
import { messageOf } from "@/lib/live/failure";
import { PassedWebhooks } from "./passed-webhooks";
import { ReachedWebhooks } from "./reached-webhooks";

/** One event: what happened, which webhooks it went to, and why not to the others. */
export function EventView({ initial }: { initial: EventDetail }) {
  const { data: event = initial, error } = useQuery(eventQueries.detail(initial.id));
  return (
    <>
      <PageHeader
        title={<span className="break-all font-mono text-lg">{event.type}</span>}
        crumbs={[{ label: "Jobs", href: "/developers/jobs" }]}
        {...(event.isTest ? { badge: <Badge tone="brand">Test</Badge> } : {})}
      />
      <div className="grid gap-4">
        {error && (
          <Alert tone="warning" role="alert">
            {messageOf(error)} What you see may be out of date.
          </Alert>
        )}
        <EventFacts event={event} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid min-w-0 gap-4">
            <ReachedWebhooks event={event} />
            {event.passed.length > 0 && <PassedWebhooks webhooks={event.passed} />}
          </div>
          <div className="grid min-w-0 gap-4">
            <BodyView title="Data" body={bodyOf(event.dataText)} />
            {event.changesText !== null && <BodyView title="Changes" body={bodyOf(event.changesText)} />}
          </div>
        </div>
      </div>
    </>
  );
}

function bodyOf(content: string) {
  return { encoding: "text" as const, content, bytes: new TextEncoder().encode(content).length };
}

function EventFacts({ event }: { event: EventDetail }) {
  return (
    <Card>
      <dl className="grid gap-x-6 gap-y-3.5 p-4 text-sm sm:grid-cols-2 lg:grid-cols-4">
        <Fact label="Event">
          <span className="flex items-center gap-1">
            <code className="truncate font-mono text-xs">{event.id}</code>
            <CopyButton value={event.id} label="Copy event id" className="-my-1" />
          </span>
        </Fact>
        <Fact label="Happened">
          <LocalTime value={event.occurredAt} className="figures" />
        </Fact>
        <Fact label="Accepted">
          <LocalTime value={event.createdAt} className="figures" />
        </Fact>
        <Fact label="The platform’s own id">
          {event.sourceId ? (
            <code className="break-all font-mono text-xs">{event.sourceId}</code>
          ) : (
            <span className="text-muted-foreground">None</span>
          )}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="mt-0.5 min-w-0">{children}</dd>
    </div>
  );
}
