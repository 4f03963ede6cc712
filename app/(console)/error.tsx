"use client";

import { ProblemPage } from "@/components/layout/problem-page";

export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <ProblemPage digest={error.digest} onRetry={reset} />;
}
