"use client";

import { useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { endSession } from "@/lib/auth/sessions/actions";
import { messageOf } from "@/lib/live/failure";

/** Signs out another of one's own devices. Nothing is lost by it: who should not be out signs in again. */
export function EndSessionButton({ id, device }: { id: string; device: string }) {
  const [pending, startTransition] = useTransition();

  const end = () =>
    startTransition(async () => {
      try {
        const result = await endSession({ id });
        if (result.ok) toast.success(`${device} is signed out.`);
        else toast.error(result.message);
      } catch (error) {
        toast.error(messageOf(error));
      }
    });

  return (
    <Button variant="outline" size="sm" pending={pending} onClick={end}>
      Sign out<span className="sr-only"> {device}</span>
    </Button>
  );
}
