"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { messageOf, unwrap } from "@/lib/live/failure";
import { deleteCalendarEvent } from "@/lib/modules/calendar-events/actions";
import type { CalendarEvent } from "@/lib/modules/calendar-events/data";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";

/** Asks before an event and its registrations are deleted. */
export function DeleteEventDialog({ event, onClose }: { event: CalendarEvent; onClose: () => void }) {
  const router = useRouter();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => unwrap(await deleteCalendarEvent({ id: event.id })),
    onSuccess: async () => {
      toast.success(`“${event.title}” was deleted`);
      router.push("/modules/calendar-events");
      await client.invalidateQueries({ queryKey: calendarEventQueries.list().queryKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete “${event.title}”?`}
      description="Its registrations are deleted with it. Nobody is told that they were withdrawn. This cannot be undone."
      confirmLabel="Delete event"
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
