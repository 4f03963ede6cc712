"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field, FieldDescription, FieldLabel } from "@/components/ui/field";
import { LocalTime } from "@/components/ui/relative-time";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { messageOf, unwrap } from "@/lib/live/failure";
import { rotateSecret } from "@/lib/webhooks/page-actions";
import { readAnew } from "../menu/read-anew";

const HOUR_MS = 3_600_000;
const overlaps = [
  { hours: 0, label: "Not at all: stop at once" },
  { hours: 1, label: "1 hour" },
  ...[1, 2, 3, 4, 5, 6, 7].map((days) => ({
    hours: days * 24,
    label: days === 1 ? "1 day" : `${days} days`,
  })),
];

type RotateDialogProps = {
  webhook: { id: string; name: string };
  onClose: () => void;
  onRotated?: () => void;
};

/** Gives the webhook a new signing secret, and asks how long the old one goes on signing beside it. */
export function RotateDialog({ webhook: { id, name }, onClose, onRotated }: RotateDialogProps) {
  const client = useQueryClient();
  const [hours, setHours] = useState(24);
  const rotate = useMutation({
    mutationFn: async () => unwrap(await rotateSecret({ id, overlapHours: hours })),
    onSuccess: async () => {
      toast.success(`“${name}” has a new signing secret`, {
        description: hours === 0 ? "The old one signs no more." : "Both sign until the overlap ends.",
      });
      onRotated?.();
      onClose();
      await readAnew(client);
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && !rotate.isPending && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Rotate the signing secret</DialogTitle>
          <DialogDescription>
            “{name}” gets a new secret now. While both sign, a request carries two signatures, and a receiver
            that knows either secret accepts it.
          </DialogDescription>
        </DialogHeader>
        <DialogBody className="grid gap-4">
          <Field>
            <FieldLabel>The old secret goes on signing for</FieldLabel>
            <Select value={String(hours)} onValueChange={(next) => setHours(Number(next))}>
              <SelectTrigger>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {overlaps.map((overlap) => (
                  <SelectItem key={overlap.hours} value={String(overlap.hours)}>
                    {overlap.label}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
            {hours > 0 && (
              <FieldDescription>
                Until <LocalTime value={new Date(Date.now() + hours * HOUR_MS)} />: give the receiver the new
                secret before that.
              </FieldDescription>
            )}
          </Field>
          {hours === 0 && (
            <Alert tone="warning">
              The receiver refuses every request from now on, until it has the new secret. Do this when the
              old one has leaked.
            </Alert>
          )}
          {rotate.error && (
            <Alert tone="danger" role="alert">
              {messageOf(rotate.error)}
            </Alert>
          )}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline" disabled={rotate.isPending}>
              Cancel
            </Button>
          </DialogClose>
          <Button pending={rotate.isPending} onClick={() => rotate.mutate()}>
            Rotate secret
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
