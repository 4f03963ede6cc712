import type { Metadata } from "next";
import { ApiKeyTable } from "@/components/api-keys/api-key-table";
import { CreateApiKeyDialog } from "@/components/api-keys/create-api-key-dialog";
import { NoAccess } from "@/components/layout/no-access";
import { PageHeader } from "@/components/layout/page-header";
import { listApiKeys } from "@/lib/api-keys/data";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage() {
  const ctx = await requireCtx();
  if (!can(ctx.role, "api_keys.read")) {
    return (
      <>
        <PageHeader title="API keys" />
        <NoAccess role={ctx.role} />
      </>
    );
  }
  const keys = await listApiKeys(ctx);
  const writable = can(ctx.role, "api_keys.write");
  return (
    <>
      <PageHeader
        title="API keys"
        description="What your platform sends events with, and reads jobs with. A key acts for the whole organisation."
        actions={writable && <CreateApiKeyDialog />}
      />
      <ApiKeyTable keys={keys} writable={writable} />
    </>
  );
}
