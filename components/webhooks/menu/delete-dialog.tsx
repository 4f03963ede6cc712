"use client";

import { useQuery } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import {
  AlertDialog,
  AlertDialogBody,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { messageOf } from "@/lib/live/failure";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import type { WebhookUse } from "@/lib/webhooks/uses";
import { useDeleteWebhook } from "./use-delete";
import { UsesList } from "./uses-list";

type DeleteDialogProps = {
  webhook: { id: string; name: string };
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
};

/** Asks before a webhook is deleted. While a module uses it, it says where, and there is no way round: the database holds the rule. */
export function DeleteDialog({ webhook: { id, name }, onClose, onDeleted }: DeleteDialogProps) {
  const uses = useQuery(webhookPageQueries.uses(id));
  const remove = useDeleteWebhook(() => {
    onClose();
    onDeleted?.();
  });
  const used = (uses.data?.length ?? 0) > 0;
  return (
    <AlertDialog open onOpenChange={(open) => !open && !remove.isPending && onClose()}>
      <AlertDialogContent>
        {used ? (
          <Refusal name={name} uses={uses.data ?? []} />
        ) : (
          <AlertDialogHeader>
            <AlertDialogTitle>Delete “{name}”?</AlertDialogTitle>
            <AlertDialogDescription>
              It is sent nothing more, and its jobs that wait for a try are cancelled. What it was sent stays
              under Jobs. This cannot be undone.
            </AlertDialogDescription>
          </AlertDialogHeader>
        )}
        {remove.error && !used && (
          <AlertDialogBody>
            <Alert tone="danger" role="alert">
              {messageOf(remove.error)}
            </Alert>
          </AlertDialogBody>
        )}
        <AlertDialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="outline" disabled={remove.isPending}>
              {used ? "Close" : "Cancel"}
            </Button>
          </AlertDialogCancel>
          {!used && (
            <Button
              variant="destructive"
              pending={remove.isPending || uses.isLoading}
              onClick={() => remove.mutate({ id, name })}
            >
              Delete webhook
            </Button>
          )}
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}

function Refusal({ name, uses }: { name: string; uses: WebhookUse[] }) {
  return (
    <>
      <AlertDialogHeader>
        <AlertDialogTitle>“{name}” can’t be deleted yet</AlertDialogTitle>
        <AlertDialogDescription>
          {uses.length === 1 ? "A record uses" : `${uses.length} records use`} it as data endpoint. Choose
          another webhook there, or none, and then delete it here.
        </AlertDialogDescription>
      </AlertDialogHeader>
      <AlertDialogBody>
        <UsesList uses={uses} />
      </AlertDialogBody>
    </>
  );
}
