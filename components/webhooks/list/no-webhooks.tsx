import { Plus, Webhook as WebhookIcon } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";

/** In place of the list while there is no webhook: what one is for, and the way to the first. */
export function NoWebhooks({ writable }: { writable: boolean }) {
  return (
    <DataTable>
      <EmptyState
        icon={WebhookIcon}
        title="No webhooks yet"
        description={
          writable
            ? "A webhook sends the events you choose to a URL of yours, signed. A test endpoint can stand in for the receiver."
            : "A webhook sends chosen events to a URL, signed. Your role may look, but not create one."
        }
        action={
          writable && (
            <>
              <Button asChild variant="outline">
                <Link href="/developers/test-endpoints">Test endpoints</Link>
              </Button>
              <Button asChild>
                <Link href="/developers/webhooks/new">
                  <Plus aria-hidden />
                  Create Webhook
                </Link>
              </Button>
            </>
          )
        }
      />
    </DataTable>
  );
}
