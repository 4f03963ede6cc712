"use client";

import { Logo } from "@/components/layout/logo";
import { ProblemPage } from "@/components/layout/problem-page";

/** Where not even the frame of a page could be made: sign-in, and the console while nobody can say who asks. */
export default function RootError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center px-4">
      <Logo />
      <ProblemPage digest={error.digest} onRetry={reset} />
    </main>
  );
}
