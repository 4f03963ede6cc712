import { randomBytes } from "node:crypto";
import { Inngest } from "inngest";
import { db } from "@/db/client";
import { env } from "@/env";
import { createEmbeddedFetch } from "./engine/embedded-fetch";
import { wakeEngines } from "./engine/wake";
import { routes } from "./triggers";

const embeddedFetch = createEmbeddedFetch({
  routes: () => routes,
  executor: db,
  wake: () => wakeEngines(),
});
const embeddedSigningKey = `signkey-embedded-${randomBytes(32).toString("hex")}`;
const isEmbedded = () => env().HOOKYARD_ENGINE === "embedded";

/**
 * The Inngest client. With the embedded engine it never reaches a network: what it sends is stored. Otherwise it is
 * the ordinary client, set by the INNGEST_* variables (cloud, self-hosted, dev server).
 * The options are getters, so that a build can load this file without the settings of the place it will run in.
 */
export const inngest = new Inngest({
  id: "hookyard",
  aiMetadata: false,
  sessionPropagation: false,
  get checkpointing() {
    // In process a step is told when the run pauses or ends; over a network each step is safe before the next begins.
    return isEmbedded() ? { bufferedSteps: 100 } : true;
  },
  fetch: (input, init) => (isEmbedded() ? embeddedFetch(input, init) : fetch(input, init)),
  get isDev() {
    // Undefined leaves it to INNGEST_DEV. Dev mode takes unsigned calls, so it is out of the question in production.
    return isEmbedded() || env().NODE_ENV === "production" ? false : undefined;
  },
  get eventKey() {
    return isEmbedded() ? "embedded" : env().INNGEST_EVENT_KEY;
  },
  get signingKey() {
    return isEmbedded() ? embeddedSigningKey : env().INNGEST_SIGNING_KEY;
  },
});
