"use client";

import { Copy, Ellipsis, ListChecks, Pause, Pencil, Play, RefreshCw, Send, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { can, type Role } from "@/lib/auth/permissions";
import type { WebhookRow } from "@/lib/webhooks/data";
import { RotateDialog } from "../signing/rotate-dialog";
import { TestEventSheet } from "../test-event/test-event-sheet";
import { ActivateDialog } from "./activate-dialog";
import { DeleteDialog } from "./delete-dialog";
import { useDuplicateWebhook } from "./use-duplicate";
import { useSetWebhookActive } from "./use-set-active";

export type WebhookMenuProps = {
  webhook: Pick<WebhookRow, "id" | "name" | "status" | "statusReason" | "lifecycle" | "subscriptions">;
  role: Role;
  startOpen?: boolean;
  onDeleted?: () => void;
};

type Asked = "activate" | "test" | "rotate" | "delete";

/** What can be done to a webhook: the ••• of a list's row and of its page. What the server would refuse is not there. */
export function WebhookMenu({ webhook, role, startOpen = false, onDeleted }: WebhookMenuProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { id, name } = webhook;
  const close = () => setAsked(null);
  return (
    <>
      <DropdownMenu defaultOpen={startOpen}>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" className="relative z-10 text-muted-foreground">
            <Ellipsis aria-hidden />
            <span className="sr-only">Actions for {name}</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-48">
          {can(role, "webhooks.write") ? (
            <WriterItems webhook={webhook} role={role} onAsk={setAsked} />
          ) : (
            <JobsItem id={id} />
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {asked === "activate" && <ActivateDialog webhook={webhook} onClose={close} />}
      {asked === "test" && <TestEventSheet webhook={webhook} onClose={close} />}
      {asked === "rotate" && <RotateDialog webhook={webhook} onClose={close} />}
      {asked === "delete" && <DeleteDialog webhook={webhook} onClose={close} onDeleted={onDeleted} />}
    </>
  );
}

type WriterItemsProps = Pick<WebhookMenuProps, "webhook" | "role"> & { onAsk: (what: Asked) => void };

function WriterItems({ webhook, role, onAsk }: WriterItemsProps) {
  const { id, name } = webhook;
  const duplicate = useDuplicateWebhook();
  return (
    <>
      <DropdownMenuItem asChild>
        <Link href={`/developers/webhooks/${id}/edit`}>
          <Pencil aria-hidden /> Edit
        </Link>
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => onAsk("test")}>
        <Send aria-hidden /> Send test event
      </DropdownMenuItem>
      <JobsItem id={id} />
      <DropdownMenuSeparator />
      <ActivationItem webhook={webhook} onAsk={() => onAsk("activate")} />
      <DropdownMenuItem onSelect={() => duplicate.mutate({ id, name })}>
        <Copy aria-hidden /> Duplicate
      </DropdownMenuItem>
      {can(role, "webhooks.secrets") && (
        <DropdownMenuItem onSelect={() => onAsk("rotate")}>
          <RefreshCw aria-hidden /> Rotate secret
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      <DropdownMenuItem variant="destructive" onSelect={() => onAsk("delete")}>
        <Trash2 aria-hidden /> Delete
      </DropdownMenuItem>
    </>
  );
}

function JobsItem({ id }: { id: string }) {
  return (
    <DropdownMenuItem asChild>
      <Link href={`/developers/webhooks/${id}/jobs`}>
        <ListChecks aria-hidden /> View jobs
      </Link>
    </DropdownMenuItem>
  );
}

type ActivationItemProps = Pick<WebhookMenuProps, "webhook"> & { onAsk: () => void };

/** A self-provisioned webhook is not switched by hand; one that failures disabled asks what to do about what it missed. */
function ActivationItem({ webhook, onAsk }: ActivationItemProps) {
  const setActive = useSetWebhookActive();
  const { id, name, status, lifecycle } = webhook;
  const change = (active: boolean) => setActive.mutate({ id, name, active });
  if (lifecycle === "self_provisioned") return null;
  return status === "active" ? (
    <DropdownMenuItem onSelect={() => change(false)}>
      <Pause aria-hidden /> Deactivate
    </DropdownMenuItem>
  ) : (
    <DropdownMenuItem onSelect={() => (status === "disabled" ? onAsk() : change(true))}>
      <Play aria-hidden /> Activate
    </DropdownMenuItem>
  );
}
