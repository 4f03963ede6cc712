"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { WebhookMenu, type WebhookMenuProps } from "./webhook-menu";

/** The ••• of a row: a plain button until it is pressed, since a list may have hundreds. */
export function LazyWebhookMenu(props: WebhookMenuProps) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <WebhookMenu {...props} startOpen />;
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-haspopup="menu"
      aria-expanded={false}
      className="relative z-10 text-muted-foreground"
      onClick={() => setWanted(true)}
    >
      <Ellipsis aria-hidden />
      <span className="sr-only">Actions for {props.webhook.name}</span>
    </Button>
  );
}
