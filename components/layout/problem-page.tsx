"use client";

import { DatabaseZap, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useDatabaseAway } from "./use-database-away";

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

  const databaseAway = useDatabaseAway(retry);
  const { icon, title, description } = databaseAway ? AWAY : failed(digest);

  return (
    <EmptyState
      icon={icon}
      titleAs="h1"
      title={title}
      description={description}
      action={
        <Button variant="outline" pending={pending} onClick={retry}>
          Try again
        </Button>
      }
    />
  );
}

const AWAY = {
  icon: DatabaseZap,
  title: "The database can't be reached",
  description:
    "Nothing that was accepted is lost, and deliveries go on by themselves. This page comes back as soon as the database does.",
};

const failed = (digest: string | undefined) => ({
  icon: TriangleAlert,
  title: "This page could not be shown",
  description: digest
    ? `Something went wrong on our side. If it stays, tell your operator this number: ${digest}`
    : "Something went wrong on our side. Trying again often helps.",
});
