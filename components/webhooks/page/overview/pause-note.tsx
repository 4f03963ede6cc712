"use client";

import { useQuery } from "@tanstack/react-query";
import { Alert } from "@/components/ui/alert";
import { LocalTime } from "@/components/ui/relative-time";
import type { Webhook } from "@/lib/webhooks/data";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { waitingWords } from "@/lib/webhooks/words";

/** Until when the receiver is left alone, because it asked for it or does not answer, and how many jobs that holds up. */
export function PauseNote({ webhook: { id, status } }: { webhook: Webhook }) {
  const { data: pause } = useQuery({ ...webhookPageQueries.pause(id), enabled: status === "active" });
  if (status !== "active" || !pause) return null;
  return (
    <Alert tone="info" className="figures">
      {pause.status ? (
        <>
          The receiver asked to wait until <LocalTime value={pause.until} /> ({pause.status}).
        </>
      ) : (
        <>
          The receiver does not answer. It is tried by one request at a time until it does, next at{" "}
          <LocalTime value={pause.until} />.
        </>
      )}{" "}
      {waitingWords(pause)}
    </Alert>
  );
}
