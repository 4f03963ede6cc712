import { clock } from "@/lib/delivery/clock/runtime";
import { inngest } from "../client";
import { soon } from "./soon";

/** Batches of events were accepted that no process has taken on: take them on here. */
export const fanOutFunction = inngest.createFunction(
  { id: "fan-out", triggers: [{ event: "hookyard/batches.left" }], retries: 10 },
  async ({ step, attempt }) => step.run("take", () => soon(attempt, () => clock().takeLeft())),
);
