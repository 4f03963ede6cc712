import type { Metadata } from "next";
import { NoAccess } from "@/components/layout/no-access";
import { PageHeader } from "@/components/layout/page-header";
import { WebhookForm } from "@/components/webhooks/form/webhook-form";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { listEventTypes } from "@/lib/catalog";

export const metadata: Metadata = { title: "Create Webhook" };

export default async function NewWebhookPage({ searchParams }: PageProps<"/developers/webhooks/new">) {
  const ctx = await requireCtx();
  const { url } = await searchParams;
  const types = (await listEventTypes(ctx)).map(({ name, module, description }) => ({
    name,
    module,
    description,
  }));
  return (
    <>
      <PageHeader title="Create Webhook" crumbs={[{ label: "Webhooks", href: "/developers/webhooks" }]} />
      {can(ctx.role, "webhooks.write") ? (
        <WebhookForm types={types} {...(typeof url === "string" ? { startUrl: url } : {})} />
      ) : (
        <NoAccess role={ctx.role} />
      )}
    </>
  );
}
