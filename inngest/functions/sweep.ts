import { clock } from "@/lib/delivery/clock/runtime";
import { sweep } from "@/lib/delivery/clock/sweep";
import { inngest } from "../client";

/** Every minute: find what fell between two steps. */
export const sweepFunction = inngest.createFunction(
  { id: "sweep", triggers: [{ cron: "* * * * *" }], retries: 0 },
  async ({ step }) => step.run("sweep", () => sweep(clock())),
);
