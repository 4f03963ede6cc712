"use client";

import { useMutation } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { messageOf, unwrap } from "@/lib/live/failure";
import { unregisterMember } from "@/lib/modules/calendar-events/actions";
import type { CalendarEvent, Registration } from "@/lib/modules/calendar-events/data";
import { fullName } from "./member-name";
import { useTold } from "./use-told";

type UnregisterDialogProps = { event: CalendarEvent; registration: Registration; onClose: () => void };

/** Asks before a registration is withdrawn: receivers are told at once. */
export function UnregisterDialog({ event, registration, onClose }: UnregisterDialogProps) {
  const told = useTold();
  const name = fullName(registration);
  const remove = useMutation({
    mutationFn: async () => unwrap(await unregisterMember({ id: event.id, memberId: registration.memberId })),
    onSuccess: async ({ eventId }) => {
      onClose();
      await told(`${name} is no longer registered`, "calendar_event.user_unregistered", eventId);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Unregister ${name}?`}
      description={`The registration for “${event.title}” is withdrawn, and webhooks are told.`}
      confirmLabel="Unregister"
      destructive={false}
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && (
        <Alert tone="danger" role="alert">
          {messageOf(remove.error)}
        </Alert>
      )}
    </ConfirmDialog>
  );
}
