"use client";

import { useQuery } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { messageOf } from "@/lib/live/failure";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { mayHaveMissed, missedWords, sentWords } from "./missed-words";
import { useReplayMissed } from "./use-replay";
import { useSetWebhookActive } from "./use-set-active";

type ActivateDialogProps = {
  webhook: { id: string; name: string; statusReason: string | null };
  onClose: () => void;
};

/** Activates a webhook that failures had disabled, and offers what it missed since: the count first. */
export function ActivateDialog({ webhook: { id, name, statusReason }, onClose }: ActivateDialogProps) {
  const { data: missed, error, isLoading } = useQuery({ ...webhookPageQueries.missed(id), staleTime: 0 });
  const setActive = useSetWebhookActive();
  const replay = useReplayMissed();
  const isOffered = mayHaveMissed(missed);

  async function activate(andReplay: boolean) {
    if (!andReplay) onClose();
    const active = await setActive
      .mutateAsync({ id, name, active: true, wasDisabled: true })
      .catch(() => null);
    // Only now: what is missed goes to an active webhook alone. Failures have been told by then.
    if (andReplay && active) await replay.mutateAsync({ id, name }).catch(() => null);
    if (andReplay) onClose();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Activate “{name}” again?</DialogTitle>
          {statusReason && <DialogDescription>It was disabled: {statusReason}</DialogDescription>}
        </DialogHeader>
        <DialogBody>
          {isLoading && <Skeleton className="h-5 w-64 max-w-full" />}
          {error && <Alert tone="warning">{messageOf(error)} What it missed can be sent later.</Alert>}
          {!isLoading && !error && (
            <p className="figures text-sm">
              {isOffered ? (
                <>
                  It <strong className="font-medium">{missedWords(missed)}</strong> since then (
                  <RelativeTime value={missed.since} />
                  ).
                </>
              ) : (
                "It missed no event since then."
              )}
            </p>
          )}
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant={isOffered ? "outline" : "default"}
            disabled={isLoading || setActive.isPending}
            onClick={() => activate(false)}
          >
            {isOffered ? "Activate only" : "Activate"}
          </Button>
          {isOffered && (
            <Button pending={setActive.isPending || replay.isPending} onClick={() => activate(true)}>
              Activate and send {sentWords(missed)}
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
