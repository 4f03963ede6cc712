import { deleteOldRows } from "@/lib/delivery/retention";
import { env } from "@/lib/env";
import { inngest } from "../client";

/** Chunks of one run; what is left then waits for the next hour. */
const CHUNKS = 200;

/** Every hour: delete what is older than it is to be kept, a bounded chunk a step. */
export const retentionFunction = inngest.createFunction(
  { id: "retention", triggers: [{ cron: "17 * * * *" }], retries: 3 },
  async ({ step }) => {
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      const deleted = await step.run(`delete-${chunk}`, () => deleteOldRows(env().HOOKYARD_RETENTION_DAYS));
      if (deleted === 0) return;
    }
  },
);
