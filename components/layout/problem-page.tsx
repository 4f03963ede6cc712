"use client";

import { TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

type ProblemPageProps = {
  /** The number under which the server has logged it. */
  digest: string | undefined;
  onRetry: () => void;
};

/** In place of a page that could not be shown. */
export function ProblemPage({ digest, onRetry }: ProblemPageProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  // Both, in one transition: without new data from the server the same error would be shown again.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      onRetry();
    });

  return (
    <EmptyState
      icon={TriangleAlert}
      titleAs="h1"
      title="This page could not be shown"
      description={
        digest
          ? `Something went wrong on our side. If it stays, tell your operator this number: ${digest}`
          : "Something went wrong on our side. Trying again often helps."
      }
      action={
        <Button variant="outline" pending={pending} onClick={retry}>
          Try again
        </Button>
      }
    />
  );
}
