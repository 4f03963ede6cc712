"use client";

import { useQuery } from "@tanstack/react-query";
import { BodyView } from "@/components/jobs/body-view";
import { HeadersTable } from "@/components/jobs/headers-table";
import { Alert } from "@/components/ui/alert";
import { LocalTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { MASK } from "@/lib/delivery/message/header-rules";
import { messageOf } from "@/lib/live/failure";
import type { ReceivedRequestRow } from "@/lib/test-endpoints/data";
import { testEndpointQueries } from "@/lib/test-endpoints/queries";
import { VerdictBadge } from "./verdict-badge";

/** One received request: whether its signature verifies, headers and body. */
export function RequestDetail({ endpointId, row }: { endpointId: string; row: ReceivedRequestRow }) {
  const { data: request, error } = useQuery(testEndpointQueries.request(endpointId, row.id));
  return (
    <section
      aria-labelledby="request"
      className="grid min-w-0 content-start gap-4 rounded-lg border bg-card p-4 shadow-xs"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="request" className="min-w-0 flex-1 basis-60 break-all font-mono text-xs">
          <span className="font-medium">{row.method}</span> {row.target}
        </h2>
        <LocalTime value={row.receivedAt} className="figures text-muted-foreground text-xs" />
      </div>
      {error && (
        <Alert tone="warning" role="alert">
          {messageOf(error)}
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
        <VerdictBadge verdict={row.signature} />
        {request ? (
          <p className="min-w-0 flex-1 basis-60 text-pretty text-muted-foreground">
            {request.signatureDetail}
          </p>
        ) : (
          <Skeleton className="h-5 flex-1" />
        )}
      </div>
      {request ? (
        <>
          <div className="grid gap-1.5">
            <HeadersTable headers={request.headers} caption="Request headers" />
            {request.headers.some(([, value]) => value === MASK) && (
              <p className="text-pretty text-muted-foreground text-xs">
                Masked: what looks like a credential, and what your webhooks send in headers of their own. The
                values are not stored here.
              </p>
            )}
          </div>
          <BodyView title="Body" body={request.body} cut={request.cut} />
        </>
      ) : (
        <Skeleton className="h-64" />
      )}
    </section>
  );
}
