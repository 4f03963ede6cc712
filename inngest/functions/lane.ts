import { drainLane } from "@/lib/delivery/lane";
import { dispatcher } from "@/lib/delivery/runtime";
import { inngest } from "../client";
import { events } from "../events";
import { soon } from "./soon";

/** Rounds of one run; then it hands over to a new one, well before Inngest's limit of 1,000 steps a run. */
const ROUNDS = 100;

/** A lane has something due: drain it, sleep until the next is due, drain again, until nothing waits. */
export const laneFunction = inngest.createFunction(
  {
    id: "lane",
    triggers: [{ event: "hookyard/lane.due" }],
    retries: 10,
    concurrency: [{ key: "event.data.webhookId", limit: 1 }],
  },
  async ({ event, step, attempt }) => {
    const { webhookId, ...first } = events["hookyard/lane.due"].parse(event.data);
    let at = first.at ?? null;
    for (let round = 0; round < ROUNDS; round++) {
      const wake = at;
      if (wake !== null && (round > 0 || wake > (event.ts ?? 0))) {
        await step.sleepUntil(`until-due-${round}`, new Date(wake));
      }
      at = await step.run(`drain-${round}`, () =>
        soon(attempt, () => drainLane(webhookId, wake ?? undefined, dispatcher())),
      );
      if (at === null) return;
    }
    await step.sendEvent("go-on", { name: "hookyard/lane.due", data: { webhookId, at: at ?? undefined } });
  },
);
