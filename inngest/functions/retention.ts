import { env } from "@/env";
import { deleteOldRows } from "@/lib/delivery/retention";
import { inngest } from "../client";

/** Steps of one run, each of ten seconds at most; what is left then waits for the next hour. */
const STEPS = 300;

/** Every hour: delete what is older than it is to be kept. */
export const retentionFunction = inngest.createFunction(
  { id: "retention", triggers: [{ cron: "17 * * * *" }], retries: 3 },
  async ({ step }) => {
    let from = "";
    for (let number = 0; number < STEPS; number++) {
      const progress = await step.run(`delete-${number}`, () =>
        deleteOldRows(env().HOOKYARD_RETENTION_DAYS, from),
      );
      if (!progress.more) return;
      from = progress.from;
    }
  },
);
