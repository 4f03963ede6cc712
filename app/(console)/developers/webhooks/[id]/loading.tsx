import { WebhookFrameSkeleton } from "@/components/webhooks/page/page-skeletons";

export default function Loading() {
  return <WebhookFrameSkeleton />;
}
