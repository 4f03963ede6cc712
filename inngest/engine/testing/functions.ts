import { setTimeout as work } from "node:timers/promises";
import {
  eventType,
  type Inngest,
  type InngestFunction,
  NonRetriableError,
  RetryAfterError,
  staticSchema,
} from "inngest";

type Data = { key: string; number: number; until: number; link: number; how: string; lane: string };
const data = staticSchema<Data>();

/** What the functions did, by label, in order. */
export type Notes = Map<string, unknown[]>;

/**
 * Small functions, one for each thing that must behave the same in the embedded engine and in Inngest. They write down
 * what happens to them under `<what>:<event's data.key>`. Event names begin with the app's id, so that a server that
 * remembers earlier apps starts these alone.
 */
export function conformanceFunctions(client: Inngest.Any, notes: Notes): InngestFunction.Any[] {
  // The types want to know the name before it is made.
  const on = (name: string) => eventType(`${client.id}/${name}` as "conformance", { schema: data });
  const note = (label: string, key: unknown, value: unknown) => {
    const list = notes.get(`${label}:${key}`) ?? [];
    notes.set(`${label}:${key}`, list);
    list.push(value);
  };

  const oneStep = client.createFunction(
    { id: "one-step", retries: 0, triggers: on("one-step") },
    async ({ event, step, runId, attempt }) => {
      const double = await step.run("double", () => event.data.number * 2);
      note("one-step", event.data.key, { double, name: event.name, attempt, hasRunId: runId.length > 0 });
    },
  );

  const manySteps = client.createFunction(
    { id: "many-steps", retries: 0, triggers: on("many-steps") },
    async ({ event, step }) => {
      let sum = 0;
      for (let index = 1; index <= 5; index++) {
        // The same id each time: the SDK tells them apart.
        sum = await step.run("add", () => {
          note("many-steps", event.data.key, index);
          return sum + index;
        });
      }
      note("many-steps", event.data.key, `sum ${sum}`);
    },
  );

  const memo = client.createFunction(
    { id: "memo", retries: 2, triggers: on("memo") },
    async ({ event, step, attempt }) => {
      const first = await step.run("first", () => {
        note("memo", event.data.key, "first");
        return { kept: "value", nothing: null };
      });
      await step.run("second", () => {
        note("memo", event.data.key, `second, try ${attempt}, ${JSON.stringify(first)}`);
        if (attempt === 0) throw new RetryAfterError("not yet", "1s");
      });
      await step.run("third", () => note("memo", event.data.key, "third"));
    },
  );

  const sleep = client.createFunction(
    { id: "sleep", retries: 0, triggers: on("sleep") },
    async ({ event, step }) => {
      await step.run("before", () => note("sleep", event.data.key, Date.now()));
      if (event.data.until) await step.sleepUntil("until", new Date(event.data.until));
      else await step.sleep("for", "2s");
      await step.run("after", () => note("sleep", event.data.key, Date.now()));
    },
  );

  const chainStart = client.createFunction(
    { id: "chain-start", retries: 0, triggers: on("chain-start") },
    async ({ event, step }) => {
      const { ids } = await step.sendEvent("go-on", [
        { name: `${client.id}/chain-end`, data: { key: event.data.key, link: 1 } },
        { name: `${client.id}/chain-end`, data: { key: event.data.key, link: 2 } },
      ]);
      note("chain-start", event.data.key, ids.length);
    },
  );

  const chainEnd = client.createFunction(
    { id: "chain-end", retries: 0, triggers: on("chain-end") },
    async ({ event }) => note("chain-end", event.data.key, event.data.link),
  );

  const fails = client.createFunction(
    {
      id: "fails",
      retries: 1,
      triggers: on("fails"),
      onFailure: async ({ error, event }) => {
        const { function_id, event: original } = event.data;
        note("failure", original.data.key, { message: error.message, function_id, original: original.name });
      },
    },
    async ({ event, step, attempt }) => {
      note("fails", event.data.key, attempt);
      if (event.data.how === "non-retriable") throw new NonRetriableError("never again");
      if (event.data.how === "in a step") {
        await step.run("try", () => {
          throw new RetryAfterError("step is out", "1s");
        });
      }
      throw new RetryAfterError("out of tries", "1s");
    },
  );

  const plain = client.createFunction(
    { id: "plain", retries: 1, triggers: on("plain") },
    async ({ event, attempt }) => {
      note("plain", event.data.key, { attempt, at: Date.now() });
      if (attempt === 0) throw new Error("not this time");
    },
  );

  const catches = client.createFunction(
    { id: "catches", retries: 0, triggers: on("catches") },
    async ({ event, step }) => {
      const caught = await step
        .run("breaks", () => {
          throw new TypeError("broken step");
        })
        .catch((error: Error) => error.message);
      await step.run("goes on", () => note("catches", event.data.key, caught));
    },
  );

  const running = new Map<string, number>();
  const keyed = client.createFunction(
    {
      id: "keyed",
      retries: 0,
      triggers: on("keyed"),
      concurrency: { key: "event.data.lane", limit: 1 },
    },
    async ({ event, step }) => {
      await step.run("work", async () => {
        const { key, lane, number } = event.data;
        running.set(lane, (running.get(lane) ?? 0) + 1);
        await work(100);
        note("keyed", key, { lane, number, together: running.get(lane) });
        running.set(lane, (running.get(lane) ?? 0) - 1);
      });
    },
  );

  const cron = client.createFunction(
    { id: "cron", retries: 0, triggers: [{ cron: "* * * * *" }] },
    async ({ event }) => note("cron", "tick", event.name),
  );

  return [oneStep, manySteps, memo, sleep, chainStart, chainEnd, fails, plain, catches, keyed, cron];
}
