import { MASK } from "./header-rules";

export * from "./header-rules";

type Header = [name: string, value: string];

const USER_AGENT = "Hookyard/1.0 (+webhooks)";

/** The headers of a delivery, in the order they are sent; Host, Connection and Content-Length come with the connection. */
export function buildHeaders(input: {
  contentType: string;
  /** `webhook-id`: the same on every try of a job. */
  id: string;
  /** Unix seconds of this attempt. */
  timestampSeconds: number;
  /** From `sign`. */
  signature: string;
  /** The webhook's own, values in the clear. */
  custom: readonly (readonly [string, string])[];
}): Header[] {
  const headers: Header[] = [
    ["content-type", input.contentType],
    ["user-agent", USER_AGENT],
    ["webhook-id", input.id],
    ["webhook-timestamp", String(input.timestampSeconds)],
    ["webhook-signature", input.signature],
  ];
  for (const [name, value] of input.custom) headers.push([name, value]);
  return headers;
}

const isOurs = (name: string) =>
  name === "content-type" || name === "user-agent" || name.startsWith("webhook-");

/** The same headers to be stored and shown: every value that a person set is a secret and masked. */
export const maskHeaders = (headers: readonly (readonly [string, string])[]): Header[] =>
  headers.map(([name, value]) => [name, isOurs(name) ? value : MASK]);
