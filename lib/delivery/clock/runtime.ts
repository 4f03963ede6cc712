import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { env } from "@/env";
import { hintLanes } from "@/inngest/send";
import { setExpress } from "@/lib/events/store";
import { attempt } from "../attempt";
import { policyFromEnv } from "../network/address-guard";
import { createSender } from "../network/send";
import { type Clock, createClock } from "./clock";
import { LEASE_MS } from "./constants";
import { createPgStore } from "./pg-store";
import { realTime } from "./time";

type Runtime = { clock: Clock; close: (ms: number) => Promise<void> };

// One a process, also across Next's module reloads in development.
const holder = globalThis as unknown as { hookyardRuntime?: Runtime | undefined };

function runtime(): Runtime {
  holder.hookyardRuntime ??= create();
  return holder.hookyardRuntime;
}

function create(): Runtime {
  const sender = createSender({ policy: policyFromEnv() });
  const { HOOKYARD_PUBLIC_URL } = env();
  const clock = createClock({
    store: createPgStore(`${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`),
    time: realTime,
    attempt: (delivery) => attempt(sender, HOOKYARD_PUBLIC_URL, delivery),
    hint: hintLanes,
    // Under Inngest a function may run where the process is frozen once it has answered.
    mustSettle: env().HOOKYARD_ENGINE === "inngest",
  });
  return {
    clock,
    async close(ms) {
      setExpress(null);
      await clock.stop(ms);
      await sender.close();
    },
  };
}

/** This process's clock, made when it is first needed. */
export const clock = (): Clock => runtime().clock;

/** From now on this process sends what it accepts. */
export function startExpress(): void {
  const { accept, room } = clock();
  setExpress({ leaseMs: LEASE_MS, take: (batch) => void accept(batch), room });
}

/**
 * Finishes what is being sent (at most `ms`), hands the rest back and closes the connections. Nothing more is taken from
 * this moment: until it is closed the clock stays this one, which is stopping.
 */
export async function closeRuntime(ms: number): Promise<void> {
  await holder.hookyardRuntime?.close(ms);
  holder.hookyardRuntime = undefined;
}
