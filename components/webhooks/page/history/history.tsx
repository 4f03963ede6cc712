"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { messageOf } from "@/lib/live/failure";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { HistoryItem } from "./history-item";

/** Who did what to the webhook, newest first. */
export function History({ webhookId }: { webhookId: string }) {
  const history = useInfiniteQuery(webhookPageQueries.history(webhookId));
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Card>
      {history.error && (
        <Alert tone="warning" role="alert" className="rounded-none border-0 border-b">
          {messageOf(history.error)}
        </Alert>
      )}
      {entries.length === 0 && (
        <p className="p-4 text-muted-foreground text-sm">
          Nothing was written down yet. Every change of this webhook appears here from now on.
        </p>
      )}
      <ol>
        {entries.map((entry) => (
          <HistoryItem key={entry.id} entry={entry} />
        ))}
      </ol>
      {history.hasNextPage && (
        <div className="flex justify-center border-t p-2.5">
          <Button
            variant="outline"
            size="sm"
            pending={history.isFetchingNextPage}
            onClick={() => history.fetchNextPage()}
          >
            Older changes
          </Button>
        </div>
      )}
    </Card>
  );
}
