import { env } from "@/lib/env";
import { policyFromEnv } from "./address-guard";
import { attempt } from "./attempt";
import type { Delivery } from "./delivery";
import { createDispatcher, type Dispatcher } from "./dispatcher";
import { createSender } from "./send";

type Runtime = { dispatcher: Dispatcher; close: (ms: number) => Promise<void> };

// One a process, also across Next's module reloads in development.
const holder = globalThis as unknown as { hookyardRuntime?: Runtime | undefined };

function runtime(): Runtime {
  holder.hookyardRuntime ??= create();
  return holder.hookyardRuntime;
}

function create(): Runtime {
  const sender = createSender({ policy: policyFromEnv() });
  // Under Inngest a function may run where the process is frozen once it has answered.
  const { HOOKYARD_ENGINE, HOOKYARD_PUBLIC_URL } = env();
  const send = (delivery: Delivery) => attempt(sender, HOOKYARD_PUBLIC_URL, delivery);
  const dispatcher = createDispatcher(send, HOOKYARD_ENGINE === "inngest");
  return {
    dispatcher,
    async close(ms) {
      await dispatcher.stop(ms);
      await sender.close();
    },
  };
}

/** This process's dispatcher, made when it is first needed. */
export const dispatcher = (): Dispatcher => runtime().dispatcher;

/**
 * Finishes what is being sent (at most `ms`), hands the rest back and closes the connections. Nothing more is taken from
 * this moment: until it is closed the dispatcher stays this one, which is stopping.
 */
export async function closeRuntime(ms: number): Promise<void> {
  await holder.hookyardRuntime?.close(ms);
  holder.hookyardRuntime = undefined;
}
