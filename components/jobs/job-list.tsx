"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowUp, ListChecks, SearchX } from "lucide-react";
import { useState } from "react";
import { useAddressFilter } from "@/components/filters/use-address-filter";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DataTable, DataTableFooter } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber } from "@/lib/format";
import type { JobPage } from "@/lib/jobs/data";
import { jobQueries } from "@/lib/jobs/queries";
import { jobFilterOf } from "@/lib/jobs/schema";
import { messageOf } from "@/lib/live/failure";
import { JobFilters, type Named } from "./job-filters";
import { JobTable } from "./job-table";
import { useHeldJobs } from "./use-held-jobs";

type JobListProps = {
  /** To choose from; null on the page of one webhook. */
  webhooks: Named[] | null;
  eventTypes: string[];
  /** The one webhook whose jobs are shown. */
  webhookId?: string;
};

const NO_PAGE: JobPage = { jobs: [], nextCursor: null };

/** The jobs of the organisation or of one webhook, newest first; the newest page is live. */
export function JobList({ webhooks, eventTypes, webhookId }: JobListProps) {
  const [params, change] = useAddressFilter();
  const inAddress = jobFilterOf(Object.fromEntries(params));
  const filter = webhookId ? { ...inAddress, webhookId } : inAddress;
  const {
    data: page = NO_PAGE,
    error,
    isPlaceholderData,
  } = useQuery({
    ...jobQueries.list(filter),
    placeholderData: keepPreviousData,
  });
  const { rows, waiting, hold, release } = useHeldJobs(page.jobs);
  const [seenAtFirst] = useState(page.jobs[0]?.number ?? 0);
  const { status, eventType, eventId } = inAddress;
  const filtered = Boolean(status || eventType || eventId || (!webhookId && inAddress.webhookId));

  function turnTo(changes: Record<string, string | null>, history?: "push") {
    release();
    change({ cursor: null, ...changes }, history);
  }

  return (
    <DataTable aria-label="Jobs" aria-busy={isPlaceholderData}>
      <JobFilters filter={filter} webhooks={webhooks} eventTypes={eventTypes} onChange={turnTo}>
        <LiveNote older={filter.cursor !== undefined} waiting={waiting} onShow={release} />
      </JobFilters>
      {error ? (
        <Alert tone="warning" role="alert" className="rounded-none border-0 border-b">
          {messageOf(error)} What you see may be out of date.
        </Alert>
      ) : null}
      {rows.length > 0 ? (
        <JobTable
          jobs={rows}
          withWebhook={webhookId === undefined}
          newAbove={seenAtFirst}
          onEnter={hold}
          onLeave={release}
        />
      ) : (
        <NoJobs filtered={filtered} nextCursor={page.nextCursor} onClear={() => turnTo(CLEARED)} />
      )}
      <Paging
        older={filter.cursor !== undefined}
        nextCursor={page.nextCursor}
        onNewest={() => turnTo({}, "push")}
        onOlder={(cursor) => turnTo({ cursor: String(cursor) }, "push")}
      />
    </DataTable>
  );
}

const CLEARED = { status: null, webhookId: null, eventType: null, eventId: null };

type LiveNoteProps = { older: boolean; waiting: number; onShow: () => void };

/** That the list is live, or how many newer rows wait for the reader to let go of those shown. */
function LiveNote({ older, waiting, onShow }: LiveNoteProps) {
  if (older) return <span className="text-muted-foreground text-xs">Older jobs</span>;
  if (waiting > 0) {
    return (
      <Button variant="secondary" size="sm" className="figures" onClick={onShow}>
        <ArrowUp aria-hidden /> {waiting} new
      </Button>
    );
  }
  return (
    <span className="flex h-7 pointer-coarse:h-8 items-center gap-1.5 px-1 text-muted-foreground text-xs">
      <span aria-hidden className="size-1.5 rounded-full bg-success" />
      Live
    </span>
  );
}

type PagingProps = {
  older: boolean;
  nextCursor: number | null;
  onNewest: () => void;
  onOlder: (cursor: number) => void;
};

function Paging({ older, nextCursor, onNewest, onOlder }: PagingProps) {
  if (!older && nextCursor === null) return null;
  return (
    <DataTableFooter>
      <Button variant="outline" size="sm" disabled={!older} onClick={onNewest}>
        Newest
      </Button>
      <Button
        variant="outline"
        size="sm"
        disabled={nextCursor === null}
        onClick={() => nextCursor !== null && onOlder(nextCursor)}
      >
        Older
      </Button>
    </DataTableFooter>
  );
}

type NoJobsProps = { filtered: boolean; nextCursor: number | null; onClear: () => void };

function NoJobs({ filtered, nextCursor, onClear }: NoJobsProps) {
  if (nextCursor !== null) {
    return (
      <EmptyState
        icon={SearchX}
        title={`No job from #${formatNumber(nextCursor)} on matches`}
        description="There are older ones that were not looked through yet."
      />
    );
  }
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No job matches"
        description="Take a filter away to see more."
        action={
          <Button variant="outline" onClick={onClear}>
            Clear filters
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={ListChecks}
      title="No jobs yet"
      description="A job is one event going to one webhook. The first appears here as soon as an active webhook subscribes to an event that happens."
    />
  );
}
