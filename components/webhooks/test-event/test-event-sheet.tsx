"use client";

import { useQuery } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { Sheet, SheetContent, SheetDescription, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { catalogQueries } from "@/lib/catalog/queries";
import { messageOf } from "@/lib/live/failure";
import type { WebhookRow } from "@/lib/webhooks/data";
import { TestEventForm } from "./test-event-form";

type TestEventSheetProps = {
  webhook: Pick<WebhookRow, "id" | "name" | "status" | "subscriptions">;
  onClose: () => void;
};

/** Sends one event of the reader's making to this webhook alone, and shows what came of it. */
export function TestEventSheet({ webhook, onClose }: TestEventSheetProps) {
  const { data: types, error } = useQuery(catalogQueries.samples());
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>Send test event</SheetTitle>
          <SheetDescription>
            It goes to “{webhook.name}” alone, by the same way as every event, marked as a test. It is tried
            once and counts for nothing.
          </SheetDescription>
        </SheetHeader>
        <div className="grid flex-1 content-start gap-4 px-5 pb-5">
          {webhook.status !== "active" && (
            <Alert tone="neutral">The webhook is {webhook.status}. A test is sent all the same.</Alert>
          )}
          {error && (
            <Alert tone="danger" role="alert">
              {messageOf(error)}
            </Alert>
          )}
          {types ? <TestEventForm webhook={webhook} types={types} /> : !error && <FormSkeleton />}
        </div>
      </SheetContent>
    </Sheet>
  );
}

function FormSkeleton() {
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-8" />
      <Skeleton className="h-64" />
    </div>
  );
}
