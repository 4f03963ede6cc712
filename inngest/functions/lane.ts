import { clock } from "@/lib/delivery/clock/runtime";
import { inngest } from "../client";
import { soon } from "./soon";

/** Lanes are due: drain here what no other process does. */
export const laneFunction = inngest.createFunction(
  { id: "lane", triggers: [{ event: "hookyard/lanes.due" }], retries: 10 },
  async ({ step, attempt }) => step.run("drain", () => soon(attempt, () => clock().drainDue())),
);
