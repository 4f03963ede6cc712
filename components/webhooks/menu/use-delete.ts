"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { FailureError, unwrap } from "@/lib/live/failure";
import { deleteWebhook } from "@/lib/webhooks/actions";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { webhookQueries } from "@/lib/webhooks/queries";
import type { WebhookUse } from "@/lib/webhooks/uses";
import { readAnew } from "./read-anew";

/** Deletes a webhook. Why it may not be deleted is for the dialog to show, which stays open. */
export function useDeleteWebhook(onDeleted: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: { id: string; name: string }) => unwrap(await deleteWebhook({ id })),
    onSuccess: (_, { id, name }) => {
      client.setQueryData(webhookQueries.list().queryKey, (rows) => rows?.filter((row) => row.id !== id));
      toast.success(`“${name}” was deleted`);
      onDeleted();
      void readAnew(client);
    },
    onError: (error, { id }) => {
      // Somebody made use of it since the dialog was opened: the server tells where.
      const uses = error instanceof FailureError ? error.failure.details?.uses : undefined;
      if (Array.isArray(uses))
        client.setQueryData(webhookPageQueries.uses(id).queryKey, uses as WebhookUse[]);
    },
  });
}
