"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Eraser, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { messageOf, unwrap } from "@/lib/live/failure";
import { clearRequests, deleteTestEndpoint } from "@/lib/test-endpoints/actions";
import type { TestEndpointDetail } from "@/lib/test-endpoints/data";
import { testEndpointQueries } from "@/lib/test-endpoints/queries";

type EndpointActionsProps = {
  endpoint: TestEndpointDetail;
  hasRequests: boolean;
  onCleared: () => void;
};

/** Clear and Delete; both lose something, so both ask. */
export function EndpointActions({ endpoint, hasRequests, onCleared }: EndpointActionsProps) {
  const { id, name, webhooks } = endpoint;
  const router = useRouter();
  const client = useQueryClient();
  const [asks, setAsks] = useState<"clear" | "delete" | null>(null);
  const close = () => setAsks(null);
  const onError = (error: unknown) => toast.error(messageOf(error));

  const clear = useMutation({
    mutationFn: async () => unwrap(await clearRequests({ id })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: testEndpointQueries.all() });
      onCleared();
      close();
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: async () => unwrap(await deleteTestEndpoint({ id })),
    onSuccess: () => {
      toast.success(`“${name}” was deleted`);
      client.removeQueries({ queryKey: testEndpointQueries.all() });
      router.push("/developers/test-endpoints");
    },
    onError,
  });

  return (
    <>
      <Button variant="outline" disabled={!hasRequests} onClick={() => setAsks("clear")}>
        <Eraser aria-hidden /> Clear
      </Button>
      <Button variant="outline" onClick={() => setAsks("delete")}>
        <Trash2 aria-hidden /> Delete
      </Button>
      <ConfirmDialog
        open={asks === "clear"}
        onOpenChange={close}
        title="Clear all requests?"
        description="What this endpoint received so far is deleted. What was sent stays under Jobs."
        confirmLabel="Clear requests"
        pending={clear.isPending}
        onConfirm={() => clear.mutate()}
      />
      <ConfirmDialog
        open={asks === "delete"}
        onOpenChange={close}
        title={`Delete “${name}”?`}
        description={`Its address answers 404 from then on.${pointing(webhooks)} This cannot be undone.`}
        confirmLabel="Delete test endpoint"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}

function pointing(webhooks: { name: string }[]): string {
  if (webhooks.length === 0) return "";
  const names = webhooks.map(({ name }) => `“${name}”`).join(", ");
  return ` ${names} ${webhooks.length === 1 ? "points" : "point"} to it, and will fail.`;
}
