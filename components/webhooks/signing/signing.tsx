"use client";

import { useQuery } from "@tanstack/react-query";
import { can, type Role } from "@/lib/auth/permissions";
import type { Webhook } from "@/lib/webhooks/data";
import { webhookQueries } from "@/lib/webhooks/queries";
import { Playground } from "./playground";
import { SecretCard } from "./secret-card";
import { SignedParts } from "./signed-parts";
import { VerificationCode } from "./verification-code";

/** All about this webhook's signatures: the secret, code that verifies, and a place to check a request. */
export function Signing({ initial, role }: { initial: Webhook; role: Role }) {
  const { data: webhook = initial } = useQuery(webhookQueries.detail(initial.id));
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid gap-4 lg:order-last">
        <SecretCard webhook={webhook} allowed={can(role, "webhooks.secrets")} />
        <SignedParts />
      </div>
      <div className="grid gap-4">
        <VerificationCode url={webhook.url} />
        <Playground webhookId={webhook.id} />
      </div>
    </div>
  );
}
