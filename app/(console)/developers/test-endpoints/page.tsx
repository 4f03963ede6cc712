import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { CreateTestEndpointDialog } from "@/components/test-endpoints/create-test-endpoint-dialog";
import { TestEndpointList } from "@/components/test-endpoints/test-endpoint-list";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { getQueryClient } from "@/lib/query-client";
import { listTestEndpoints } from "@/lib/test-endpoints/data";
import { testEndpointQueries } from "@/lib/test-endpoints/queries";

export const metadata: Metadata = { title: "Test endpoints" };

export default async function TestEndpointsPage() {
  const ctx = await requireCtx();
  const client = getQueryClient();
  client.setQueryData(testEndpointQueries.list().queryKey, await listTestEndpoints(ctx));
  return (
    <>
      <PageHeader
        title="Test endpoints"
        description="Addresses on this server that keep what they are sent, show it live and check its signature."
        actions={can(ctx.role, "test_endpoints.write") && <CreateTestEndpointDialog />}
      />
      <HydrationBoundary state={dehydrate(client)}>
        <TestEndpointList />
      </HydrationBoundary>
    </>
  );
}
