"use client";

import { useState, useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { endOtherSessions } from "@/lib/auth/sessions/actions";
import { messageOf } from "@/lib/live/failure";

/** Signs out everywhere but here. @param props.others how many there are */
export function EndOtherSessionsButton({ others }: { others: number }) {
  const [open, setOpen] = useState(false);
  const [pending, startTransition] = useTransition();

  const end = () =>
    startTransition(async () => {
      try {
        const result = await endOtherSessions(undefined);
        if (result.ok) toast.success("You are signed out everywhere else.");
        else toast.error(result.message);
      } catch (error) {
        toast.error(messageOf(error));
      }
      setOpen(false);
    });

  return (
    <>
      <Button variant="outline" onClick={() => setOpen(true)}>
        Sign out all others
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Sign out everywhere else?"
        description={`${others === 1 ? "One other session ends" : `${others} other sessions end`} at once. What is being typed there is lost.`}
        confirmLabel="Sign out all others"
        pending={pending}
        onConfirm={end}
      />
    </>
  );
}
