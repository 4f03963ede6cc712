"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { CreateApiKeyForm } from "./create-api-key-form";
import { NewApiKey } from "./new-api-key";

/** Asks for a name, then shows the key: this once. */
export function CreateApiKeyDialog() {
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<string | null>(null);

  function onOpenChange(next: boolean) {
    setOpen(next);
    if (next) setCreated(null);
  }

  // A key that is gone with a slip of the hand would have to be made again: it is left by its button alone.
  const keep = (event: Event) => created && event.preventDefault();

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button>
          <Plus aria-hidden />
          Create API key
        </Button>
      </DialogTrigger>
      <DialogContent
        onInteractOutside={keep}
        onEscapeKeyDown={keep}
        showClose={!created}
        className={created ? "max-w-lg" : undefined}
      >
        {created ? <NewApiKey apiKey={created} /> : <CreateApiKeyForm onCreated={setCreated} />}
      </DialogContent>
    </Dialog>
  );
}
