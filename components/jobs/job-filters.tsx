"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { DataTableToolbar } from "@/components/ui/data-table";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { JOB_STATUSES, type JobFilter, jobStatusWords } from "@/lib/jobs/schema";

export type Named = { id: string; name: string };

type JobFiltersProps = {
  filter: JobFilter;
  /** To choose from; null where all are of one webhook. */
  webhooks: Named[] | null;
  eventTypes: string[];
  onChange: (changes: Record<string, string | null>) => void;
  /** On the right of the bar. */
  children: ReactNode;
};

/** Status, webhook and event type; what is chosen is kept in the address bar. */
export function JobFilters({ filter, webhooks, eventTypes, onChange, children }: JobFiltersProps) {
  const { status, webhookId, eventType, eventId } = filter;
  return (
    <DataTableToolbar>
      <Select
        value={status ?? "any"}
        onValueChange={(next) => onChange({ status: next === "any" ? null : next })}
      >
        <SelectTrigger className="w-40 max-sm:min-w-[40%] max-sm:flex-1" aria-label="Status">
          <SelectValue>{status ? jobStatusWords[status] : "Any status"}</SelectValue>
        </SelectTrigger>
        <SelectContent>
          <SelectItem value="any">Any status</SelectItem>
          {JOB_STATUSES.map((each) => (
            <SelectItem key={each} value={each}>
              {jobStatusWords[each]}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {webhooks && (
        <Combobox
          aria-label="Webhook"
          className="w-44 max-sm:min-w-[40%] max-sm:flex-1"
          searchPlaceholder="Search webhooks"
          value={webhookId ?? ""}
          options={[
            { value: "", label: "Any webhook" },
            ...webhooks.map(({ id, name }) => ({ value: id, label: name })),
            ...goneWebhook(webhooks, webhookId),
          ]}
          onChange={(next) => onChange({ webhookId: next || null })}
        />
      )}
      <Combobox
        aria-label="Event type"
        className="w-52 max-sm:min-w-[40%] max-sm:flex-1"
        searchPlaceholder="Search event types"
        value={eventType ?? ""}
        options={[
          { value: "", label: "Any event type" },
          ...eventTypes.map((name) => ({ value: name, label: name })),
        ]}
        onChange={(next) => onChange({ eventType: next || null })}
      />
      {(status || (webhooks && webhookId) || eventType || eventId) && (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => onChange({ status: null, webhookId: null, eventType: null, eventId: null })}
        >
          Clear
        </Button>
      )}
      <div className="ml-auto">{children}</div>
    </DataTableToolbar>
  );
}

/** A deleted webhook can still be filtered by, from its jobs. */
function goneWebhook(webhooks: Named[], id: string | undefined) {
  if (!id || webhooks.some((webhook) => webhook.id === id)) return [];
  return [{ value: id, label: "A deleted webhook" }];
}
