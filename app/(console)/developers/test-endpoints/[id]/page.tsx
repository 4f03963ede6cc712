import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TestEndpointView } from "@/components/test-endpoints/test-endpoint-view";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { getQueryClient } from "@/lib/query-client";
import { findTestEndpoint, getRequest, listRequests } from "@/lib/test-endpoints/data";
import { testEndpointQueries } from "@/lib/test-endpoints/queries";

type Props = PageProps<"/developers/test-endpoints/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const endpoint = await findTestEndpoint(await requireCtx(), (await params).id);
  return { title: endpoint?.name ?? "Test endpoint" };
}

export default async function TestEndpointPage({ params, searchParams }: Props) {
  const ctx = await requireCtx();
  const endpoint = (await findTestEndpoint(ctx, (await params).id)) ?? notFound();
  const client = getQueryClient();
  const requests = await listRequests(ctx, endpoint.id);
  client.setQueryData(testEndpointQueries.requests(endpoint.id).queryKey, requests);
  const wanted = (await searchParams).request;
  const shown = requests.find(({ id }) => id === wanted) ?? requests[0];
  if (shown) {
    client.setQueryData(
      testEndpointQueries.request(endpoint.id, shown.id).queryKey,
      await getRequest(ctx, endpoint.id, shown.id),
    );
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TestEndpointView
        endpoint={endpoint}
        writable={can(ctx.role, "test_endpoints.write")}
        mayCreateWebhook={can(ctx.role, "webhooks.write")}
      />
    </HydrationBoundary>
  );
}
