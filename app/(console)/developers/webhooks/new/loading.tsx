import { PageHeader } from "@/components/layout/page-header";
import { WebhookFormSkeleton } from "@/components/webhooks/form-skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Create Webhook" crumbs={[{ label: "Webhooks", href: "/developers/webhooks" }]} />
      <WebhookFormSkeleton />
    </>
  );
}
