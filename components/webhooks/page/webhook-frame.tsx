"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil, Send } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { can, type Role } from "@/lib/auth/permissions";
import { FailureError } from "@/lib/live/failure";
import type { Webhook } from "@/lib/webhooks/data";
import { webhookQueries } from "@/lib/webhooks/queries";
import { WebhookMenu } from "../menu/webhook-menu";
import { TestEventSheet } from "../test-event/test-event-sheet";
import { WebhookStatusBadge } from "../webhook-status-badge";
import { ActivationButton } from "./activation-button";
import { WebhookTabs } from "./webhook-tabs";

type WebhookFrameProps = { initial: Webhook; role: Role; children: ReactNode };

/** What all pages of one webhook share: its name and status, what can be done to it, and the way between them. */
export function WebhookFrame({ initial, role, children }: WebhookFrameProps) {
  const { data: webhook = initial, error } = useQuery(webhookQueries.detail(initial.id));
  const gone = error instanceof FailureError && error.failure.code === "not_found";
  return (
    <>
      <PageHeader
        className="mb-3"
        title={webhook.name}
        crumbs={[{ label: "Webhooks", href: "/developers/webhooks" }]}
        badge={<WebhookStatusBadge status={webhook.status} reason={webhook.statusReason} />}
        {...(webhook.description ? { description: webhook.description } : {})}
        actions={!gone && <Actions webhook={webhook} role={role} />}
      />
      <WebhookTabs id={webhook.id} />
      {gone ? <Alert tone="warning">This webhook was deleted.</Alert> : children}
    </>
  );
}

function Actions({ webhook, role }: { webhook: Webhook; role: Role }) {
  const router = useRouter();
  const [testing, setTesting] = useState(false);
  return (
    <>
      {can(role, "webhooks.write") && (
        <>
          <Button variant="outline" className="max-sm:hidden" onClick={() => setTesting(true)}>
            <Send aria-hidden /> Send test event
          </Button>
          <Button asChild variant="outline" className="max-sm:hidden">
            <Link href={`/developers/webhooks/${webhook.id}/edit`}>
              <Pencil aria-hidden /> Edit
            </Link>
          </Button>
          <ActivationButton webhook={webhook} />
        </>
      )}
      <WebhookMenu webhook={webhook} role={role} onDeleted={() => router.push("/developers/webhooks")} />
      {testing && <TestEventSheet webhook={webhook} onClose={() => setTesting(false)} />}
    </>
  );
}
