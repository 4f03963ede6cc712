"use client";

import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Webhook } from "@/lib/webhooks/data";
import { ActivateDialog } from "../menu/activate-dialog";
import { useSetWebhookActive } from "../menu/use-set-active";

/** Activate or Deactivate; a self-provisioned webhook has neither. One that was disabled by failures asks what to do about what it missed. */
export function ActivationButton({ webhook }: { webhook: Webhook }) {
  const [asks, setAsks] = useState(false);
  const setActive = useSetWebhookActive();
  const { id, name, status, lifecycle } = webhook;
  const change = (active: boolean) => setActive.mutate({ id, name, active });
  if (lifecycle === "self_provisioned") return null;
  return (
    <>
      {status === "active" ? (
        <Button variant="outline" onClick={() => change(false)}>
          <Pause aria-hidden /> Deactivate
        </Button>
      ) : (
        <Button onClick={() => (status === "disabled" ? setAsks(true) : change(true))}>
          <Play aria-hidden /> Activate
        </Button>
      )}
      {asks && <ActivateDialog webhook={webhook} onClose={() => setAsks(false)} />}
    </>
  );
}
