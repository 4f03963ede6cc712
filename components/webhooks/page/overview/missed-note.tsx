"use client";

import { useQuery } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/relative-time";
import { can, type Role } from "@/lib/auth/permissions";
import type { Webhook } from "@/lib/webhooks/data";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { mayHaveMissed, missedWords, sentWords } from "../../menu/missed-words";
import { useDismissMissed, useReplayMissed } from "../../menu/use-replay";

/** What an active webhook missed while it was off, and the way to have it after all. */
export function MissedNote({ webhook, role }: { webhook: Webhook; role: Role }) {
  const { id, name, status, missedSince } = webhook;
  const offered = status === "active" && missedSince !== null;
  const { data: missed } = useQuery({ ...webhookPageQueries.missed(id), enabled: offered });
  const replay = useReplayMissed();
  const dismiss = useDismissMissed();
  if (!offered || !mayHaveMissed(missed)) return null;
  return (
    <Alert
      tone="info"
      className="figures max-sm:flex-wrap max-sm:[&>div]:basis-[calc(100%-2rem)]"
      action={
        <span className="flex shrink-0 flex-wrap gap-2">
          {can(role, "webhooks.write") && (
            <Button
              variant="ghost"
              size="sm"
              pending={dismiss.isPending}
              onClick={() => dismiss.mutate({ id, name })}
            >
              Let go
            </Button>
          )}
          {can(role, "jobs.write") && (
            <Button size="sm" pending={replay.isPending} onClick={() => replay.mutate({ id, name })}>
              Send {sentWords(missed)}
            </Button>
          )}
        </span>
      }
    >
      It {missedWords(missed)} while it was off, since <LocalTime value={missed.since} />.
    </Alert>
  );
}
