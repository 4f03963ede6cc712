import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** In place of a page that is not there. */
export function MissingPage() {
  return (
    <EmptyState
      icon={SearchX}
      titleAs="h1"
      title="There is nothing at this address"
      description="It may have been deleted, or belong to another organisation."
      action={
        <Button asChild variant="outline">
          <Link href="/">Go to Home</Link>
        </Button>
      }
    />
  );
}
