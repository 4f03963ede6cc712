import type { QueryClient } from "@tanstack/react-query";
import { jobQueries } from "@/lib/jobs/queries";
import { webhookQueries } from "@/lib/webhooks/queries";

/** After a change of a webhook: what shows webhooks or their jobs is read again. */
export function readAnew(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: webhookQueries.all() }),
    client.invalidateQueries({ queryKey: jobQueries.all() }),
  ]);
}
