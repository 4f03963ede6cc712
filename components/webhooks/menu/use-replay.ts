"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { formatNumber } from "@/lib/format";
import { messageOf, unwrap } from "@/lib/live/failure";
import { dismissMissed, replayMissed } from "@/lib/webhooks/page-actions";
import { readAnew } from "./read-anew";

type Target = { id: string; name: string };

/** Sends what a webhook missed while it was off. */
export function useReplayMissed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: Target) => unwrap(await replayMissed({ id })),
    onSuccess: ({ replayed, more }) =>
      toast.success(
        `${formatNumber(replayed)} missed ${replayed === 1 ? "event is" : "events are"} on the way`,
        {
          ...(more && { description: "There are more: they are offered next." }),
        },
      ),
    onError: (error, { name }) =>
      toast.error(`What “${name}” missed was not sent`, { description: messageOf(error) }),
    onSettled: () => readAnew(client),
  });
}

/** Lets go of what a webhook missed. */
export function useDismissMissed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: Target) => unwrap(await dismissMissed({ id })),
    onError: (error) => toast.error("That did not work", { description: messageOf(error) }),
    onSettled: () => readAnew(client),
  });
}
