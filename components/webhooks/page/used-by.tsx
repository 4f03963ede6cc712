"use client";

import { useQuery } from "@tanstack/react-query";
import { Blocks } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { messageOf } from "@/lib/live/failure";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { UsesList } from "../menu/uses-list";

/** Which records of modules send to this webhook directly; it can't be deleted while there are any. */
export function UsedBy({ webhookId }: { webhookId: string }) {
  const { data: uses = [], error } = useQuery(webhookPageQueries.uses(webhookId));
  return (
    <div className="grid gap-3">
      {error && (
        <Alert tone="warning" role="alert">
          {messageOf(error)}
        </Alert>
      )}
      {uses.length > 0 ? (
        <>
          <p className="max-w-[76ch] text-pretty text-muted-foreground text-sm">
            These records name the webhook as their data endpoint: what happens to them is sent to it
            directly, beside what it subscribes to. It can’t be deleted while they do.
          </p>
          <UsesList uses={uses} />
        </>
      ) : (
        <Card>
          <EmptyState
            icon={Blocks}
            title="No module uses this webhook"
            description="A record of a module, such as a calendar event, can name it as its data endpoint. It is listed here then, and the webhook can’t be deleted as long."
          />
        </Card>
      )}
    </div>
  );
}
