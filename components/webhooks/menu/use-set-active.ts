"use client";

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { messageOf, unwrap } from "@/lib/live/failure";
import { setWebhookActive } from "@/lib/webhooks/actions";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import { webhookQueries } from "@/lib/webhooks/queries";
import { mayHaveMissed, missedWords } from "./missed-words";
import { readAnew } from "./read-anew";

type Change = {
  id: string;
  name: string;
  active: boolean;
  /** Failures had disabled it. Switching it off by hand would not bring back the reason, so no Undo is offered. */
  wasDisabled?: boolean;
};

/** Activates or deactivates at once on screen; puts it back with a message if the server refuses, and can be undone from the toast. */
export function useSetWebhookActive() {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: async ({ id, active }: Change) => unwrap(await setWebhookActive({ id, active })),
    onMutate: async ({ id, active }) => {
      await client.cancelQueries({ queryKey: webhookQueries.all() });
      const before = client.getQueriesData({ queryKey: webhookQueries.all() });
      const changed = { status: active ? ("active" as const) : ("inactive" as const), statusReason: null };
      client.setQueryData(webhookQueries.list().queryKey, (rows) =>
        rows?.map((row) => (row.id === id ? { ...row, ...changed } : row)),
      );
      client.setQueryData(webhookQueries.detail(id).queryKey, (row) => row && { ...row, ...changed });
      return before;
    },
    onError: (error, { name, active }, before) => {
      for (const [key, data] of before ?? []) client.setQueryData(key, data);
      toast.error(`“${name}” was not ${active ? "activated" : "deactivated"}`, {
        description: messageOf(error),
      });
    },
    onSuccess: async ({ missedSince, status, statusReason }, change) => {
      const { id, name, active, wasDisabled } = change;
      if (status === "disabled") {
        toast.info(`“${name}” had been disabled already`, { description: statusReason });
        return;
      }
      const missed = active && missedSince ? await readMissed(client, id) : null;
      toast.success(`“${name}” is ${active ? "active" : "inactive"}`, {
        ...(missed && { description: `It ${missedWords(missed)}, which its page offers to send.` }),
        ...(!wasDisabled && {
          action: { label: "Undo", onClick: () => mutation.mutate({ ...change, active: !active }) },
        }),
      });
    },
    onSettled: () => readAnew(client),
  });
  return mutation;
}

/** What it missed, where that is anything; that it could not be asked is no reason to doubt the switch. */
async function readMissed(client: QueryClient, id: string) {
  const missed = await client
    .fetchQuery({ ...webhookPageQueries.missed(id), staleTime: 0 })
    .catch(() => null);
  return mayHaveMissed(missed) ? missed : null;
}
