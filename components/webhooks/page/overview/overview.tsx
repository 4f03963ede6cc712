"use client";

import { useQuery } from "@tanstack/react-query";
import type { Role } from "@/lib/auth/permissions";
import type { Webhook } from "@/lib/webhooks/data";
import { webhookQueries } from "@/lib/webhooks/queries";
import { RecentJobs } from "../recent-jobs";
import { SettingsCard } from "../settings-card";
import { SubscriptionsCard } from "../subscriptions-card";
import { ChartsCard } from "./charts-card";
import { MissedNote } from "./missed-note";
import { PauseNote } from "./pause-note";
import { RecentFailures } from "./recent-failures";
import { StatusNote } from "./status-note";

type OverviewProps = { initial: Webhook; role: Role; typeNames: string[] };

/** One webhook at a glance: whether it works, what failed lately and why, how it is set. */
export function Overview({ initial, role, typeNames }: OverviewProps) {
  const { data: webhook = initial } = useQuery(webhookQueries.detail(initial.id));
  return (
    <div className="grid gap-4">
      <StatusNote webhook={webhook} />
      <PauseNote webhook={webhook} />
      <MissedNote webhook={webhook} role={role} />
      <ChartsCard webhookId={webhook.id} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          <RecentFailures webhookId={webhook.id} />
          <RecentJobs webhookId={webhook.id} />
        </div>
        <div className="grid gap-4">
          <SubscriptionsCard patterns={webhook.subscriptions} typeNames={typeNames} />
          <SettingsCard webhook={webhook} />
        </div>
      </div>
    </div>
  );
}
