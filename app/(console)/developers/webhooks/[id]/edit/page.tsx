import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { NoAccess } from "@/components/layout/no-access";
import { PageHeader } from "@/components/layout/page-header";
import { WebhookForm } from "@/components/webhooks/form/webhook-form";
import { can } from "@/lib/auth/permissions";
import { requireCtx } from "@/lib/auth/session";
import { listEventTypes } from "@/lib/catalog";
import { findWebhook } from "@/lib/webhooks/data";

export const metadata: Metadata = { title: "Edit webhook" };

export default async function EditWebhookPage({ params }: PageProps<"/developers/webhooks/[id]/edit">) {
  const ctx = await requireCtx();
  const webhook = (await findWebhook(ctx, (await params).id)) ?? notFound();
  const types = (await listEventTypes(ctx)).map(({ name, module, description }) => ({
    name,
    module,
    description,
  }));
  return (
    <>
      <PageHeader
        title={`Edit ${webhook.name}`}
        crumbs={[
          { label: "Webhooks", href: "/developers/webhooks" },
          { label: webhook.name, href: `/developers/webhooks/${webhook.id}` as Route },
        ]}
      />
      {can(ctx.role, "webhooks.write") ? (
        <WebhookForm types={types} webhook={webhook} maySeeSecrets={can(ctx.role, "webhooks.secrets")} />
      ) : (
        <NoAccess role={ctx.role} />
      )}
    </>
  );
}
