import { HeaderSkeleton } from "@/components/layout/page-skeleton";
import { WebhookFormSkeleton } from "@/components/webhooks/form-skeleton";

export default function Loading() {
  return (
    <>
      <HeaderSkeleton crumbs />
      <WebhookFormSkeleton />
    </>
  );
}
