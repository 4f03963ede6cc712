import { fanOut } from "@/lib/delivery/fan-out";
import { dispatcher } from "@/lib/delivery/runtime";
import { inngest } from "../client";
import { events } from "../events";
import { soon } from "./soon";

/** A batch of events was accepted: make its jobs, and send at once what can go. */
export const fanOutFunction = inngest.createFunction(
  { id: "fan-out", triggers: [{ event: "hookyard/events.accepted" }], retries: 10 },
  async ({ event, step, attempt }) => {
    const { batchId } = events["hookyard/events.accepted"].parse(event.data);
    await step.run("fan-out", () => soon(attempt, () => fanOut(batchId, dispatcher())));
  },
);
