"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useAddressFilter } from "@/components/filters/use-address-filter";
import { PageHeader } from "@/components/layout/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { messageOf } from "@/lib/live/failure";
import type { TestEndpointDetail } from "@/lib/test-endpoints/data";
import { testEndpointQueries } from "@/lib/test-endpoints/queries";
import { EndpointActions } from "./endpoint-actions";
import { RequestDetail } from "./request-detail";
import { RequestList } from "./request-list";

type TestEndpointViewProps = {
  endpoint: TestEndpointDetail;
  writable: boolean;
  /** Whether the reader may create a webhook that points here. */
  mayCreateWebhook: boolean;
};

/** One test endpoint: its address, what it received on the left, live, and the chosen request on the right. */
export function TestEndpointView({ endpoint, writable, mayCreateWebhook }: TestEndpointViewProps) {
  const { data: requests = [], error } = useQuery(testEndpointQueries.requests(endpoint.id));
  const [params, change] = useAddressFilter();
  const chosen = requests.find(({ id }) => id === params.get("request")) ?? requests[0];
  return (
    <>
      <PageHeader
        title={endpoint.name}
        crumbs={[{ label: "Test endpoints", href: "/developers/test-endpoints" }]}
        actions={
          writable && (
            <EndpointActions
              endpoint={endpoint}
              hasRequests={requests.length > 0}
              onCleared={() => change({ request: null })}
            />
          )
        }
      />
      <div className="grid gap-4">
        <CodeBlock code={endpoint.address} copyLabel="Copy address" aria-label="Address" />
        <PointsHere endpoint={endpoint} mayCreate={mayCreateWebhook} />
        {error && (
          <Alert tone="warning" role="alert">
            {messageOf(error)} What you see may be out of date.
          </Alert>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
          <RequestList requests={requests} chosenId={chosen?.id} onChoose={(id) => change({ request: id })} />
          {chosen && <RequestDetail endpointId={endpoint.id} row={chosen} />}
        </div>
      </div>
    </>
  );
}

type PointsHereProps = { endpoint: TestEndpointDetail; mayCreate: boolean };

/** Which webhooks send here: their secrets are what signatures are checked with. */
function PointsHere({ endpoint, mayCreate }: PointsHereProps) {
  const { webhooks, address } = endpoint;
  if (webhooks.length === 0) {
    return (
      <Alert
        tone="info"
        action={
          mayCreate && (
            <Button asChild variant="outline" size="sm">
              <Link href={`/developers/webhooks/new?url=${encodeURIComponent(address)}`}>Create Webhook</Link>
            </Button>
          )
        }
      >
        No webhook points here yet. Signatures are checked with the secrets of those that do.
      </Alert>
    );
  }
  return (
    <p className="text-muted-foreground text-sm">
      Signatures are checked with the secrets of{" "}
      {webhooks.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link href={`/developers/webhooks/${id}`} className="focus-ring rounded-sm text-link">
            {name}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}
