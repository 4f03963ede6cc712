import { SigningSkeleton } from "@/components/webhooks/page/page-skeletons";

export default function Loading() {
  return <SigningSkeleton />;
}
