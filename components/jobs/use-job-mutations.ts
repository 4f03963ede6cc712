"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { cancelJob, retryJob } from "@/lib/jobs/actions";
import { jobQueries } from "@/lib/jobs/queries";
import { messageOf, unwrap } from "@/lib/live/failure";

const verbs = {
  retry: { call: retryJob, done: "is sent again", failed: "was not sent again" },
  cancel: { call: cancelJob, done: "was cancelled", failed: "was not cancelled" },
};

/** Retry and Cancel of one job; what came of it is told, and the screens read anew. */
export function useJobMutation(kind: keyof typeof verbs, number: number) {
  const client = useQueryClient();
  const { call, done, failed } = verbs[kind];
  return useMutation({
    mutationFn: async () => unwrap(await call({ number })),
    onSuccess: () => toast.success(`Job #${number} ${done}`),
    onError: (error) => toast.error(`Job #${number} ${failed}`, { description: messageOf(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: jobQueries.all() }),
  });
}
