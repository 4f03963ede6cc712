import { JobsSkeleton } from "@/components/webhooks/page/page-skeletons";

export default function Loading() {
  return <JobsSkeleton />;
}
