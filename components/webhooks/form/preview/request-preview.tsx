"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { BodyView } from "@/components/jobs/body-view";
import { HeadersTable } from "@/components/jobs/headers-table";
import { Alert } from "@/components/ui/alert";
import { Skeleton } from "@/components/ui/skeleton";
import { messageOf } from "@/lib/live/failure";
import { formQueries } from "@/lib/webhooks/form-queries";
import type { PreviewedRequest } from "@/lib/webhooks/preview";
import type { PreviewInput } from "@/lib/webhooks/preview-settings";
import type { KnownType } from "../subscriptions-section";
import { SamplePicker } from "./sample-picker";
import type { Sample } from "./use-chosen-sample";
import { useLastGood } from "./use-last-good";

type RequestPreviewProps = {
  settings: PreviewInput;
  types: KnownType[];
  sample: Sample | null;
  onChoose: (sample: Sample) => void;
};

/** The request as it would be sent. What is wrong is said above it, and the last one that could be made stays. */
export function RequestPreview({ settings, types, sample, onChoose }: RequestPreviewProps) {
  const { data, error } = useQuery({
    ...formQueries.request(settings, sample ?? { type: "" }),
    enabled: sample !== null,
    placeholderData: keepPreviousData,
  });
  const good = useLastGood(data, (request) => !request.problem);
  const problem = data?.problem ?? (error ? messageOf(error) : undefined);
  if (!sample) return <p className="text-muted-foreground text-sm">There are no event types yet.</p>;
  return (
    <div className="grid gap-4">
      <SamplePicker settings={settings} types={types} sample={sample} onChoose={onChoose} />
      <div role="status" className="empty:hidden">
        {problem && (
          <Alert tone="danger" title={good ? "Shown below: the last one that could be made" : undefined}>
            {problem}
          </Alert>
        )}
      </div>
      {good ? <Request request={good} /> : !problem && <Loading />}
    </div>
  );
}

function Request({ request }: { request: PreviewedRequest }) {
  const { method, url, headers, body, placeholderNote } = request;
  return (
    <div className="grid gap-4">
      <p className="wrap-anywhere rounded-lg border bg-code px-3 py-2 font-mono text-xs">
        <span className="font-medium">{method}</span>{" "}
        {url.trim() || <span className="text-muted-foreground">https://…</span>}
      </p>
      <BodyView
        title="Body"
        body={{ encoding: "text", content: body, bytes: new TextEncoder().encode(body).length }}
      />
      <div className="grid gap-1.5">
        <h3 className="font-medium text-xs">Headers</h3>
        <HeadersTable headers={headers} caption="Headers of the request" />
        <p className="text-pretty text-muted-foreground text-xs">
          {placeholderNote} Host, Connection and Content-Length come with the connection.
        </p>
      </div>
    </div>
  );
}

function Loading() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-9" />
      <Skeleton className="h-80" />
      <Skeleton className="h-44" />
    </div>
  );
}
