import { OverviewSkeleton } from "@/components/webhooks/page/page-skeletons";

export default function Loading() {
  return <OverviewSkeleton />;
}
