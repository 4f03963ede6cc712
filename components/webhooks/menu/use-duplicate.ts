"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { messageOf, unwrap } from "@/lib/live/failure";
import { duplicateWebhook } from "@/lib/webhooks/page-actions";
import { readAnew } from "./read-anew";

/** Makes a copy and goes on to its form, since it needs at least another name. */
export function useDuplicateWebhook() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async ({ id }: { id: string; name: string }) => unwrap(await duplicateWebhook({ id })),
    onSuccess: (copy) => {
      toast.success(`“${copy.name}” was created`, {
        description: "It has a signing secret of its own, and is inactive until you activate it.",
      });
      router.push(`/developers/webhooks/${copy.id}/edit`);
      void readAnew(client);
    },
    onError: (error, { name }) =>
      toast.error(`“${name}” was not duplicated`, { description: messageOf(error) }),
  });
}
