"use client";

import { useState, useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { revokeApiKey } from "@/lib/api-keys/actions";

export function RevokeApiKeyButton({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  const [pending, startTransition] = useTransition();

  const revoke = () =>
    startTransition(async () => {
      const result = await revokeApiKey({ id });
      setOpen(false);
      if (result.ok) toast.success(`“${name}” is revoked.`);
      else toast.error(result.message);
    });

  return (
    <>
      <Button variant="outline" size="sm" onClick={() => setOpen(true)}>
        Revoke<span className="sr-only"> {name}</span>
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Revoke “${name}”?`}
        description="Whatever sends events with this key is refused from now on. This cannot be undone."
        confirmLabel="Revoke key"
        pending={pending}
        onConfirm={revoke}
      />
    </>
  );
}
