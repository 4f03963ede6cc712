import type { Socket } from "node:net";
import type { buildConnector } from "undici";
import { isOwnInbox, type Policy, parseNetworks, urlProblem } from "@/lib/delivery/network/address-guard";
import { type ConnectOptions, guardedConnector, type Opening } from "@/lib/delivery/network/connect";
import { errorClassOf } from "@/lib/delivery/network/error-classes";
import { ExchangeTimeoutError } from "@/lib/delivery/network/exchange";
import { systemLookup } from "@/lib/delivery/network/lookup";
import { explain } from "@/lib/delivery/verdict/explain";

/** Whether a receiver takes connections; if not, why, and what helps. */
export type Reach = { ok: true; totalMs: number; isEncrypted: boolean } | { ok: false; message: string };

const TIMEOUT_MS = 5_000;
const LOOPBACK = parseNetworks(["127.0.0.0/8", "::1/128"]);

/**
 * Opens a connection to a webhook's address, by the same guard as a delivery, and closes it again without sending anything.
 * @param url a whole address
 * @param options `timeoutMs` for look-up, connection and TLS together; look-up and certificates for tests
 * @returns never rejects for what a receiver or the network does
 */
export async function reach(
  url: string,
  policy: Policy,
  options: Partial<Omit<ConnectOptions, "policy">> & { timeoutMs?: number } = {},
): Promise<Reach> {
  const problem = urlProblem(url, policy);
  if (problem) return { ok: false, message: problem };
  const { timeoutMs = TIMEOUT_MS, lookup = systemLookup, ca } = options;
  const target = new URL(url);
  const allowed = isOwnInbox(target, policy)
    ? [...policy.allowedNetworks, ...LOOPBACK]
    : policy.allowedNetworks;
  const connect = { policy: { ...policy, allowedNetworks: allowed }, lookup, ca };
  const started = performance.now();
  try {
    await open(target, connect, timeoutMs);
    return { ok: true, totalMs: performance.now() - started, isEncrypted: target.protocol === "https:" };
  } catch (error) {
    const { class: errorClass, message } = errorClassOf(error as Error);
    const { sentence, fix } = explain(errorClass, { detail: message, timeoutMs });
    return { ok: false, message: fix ? `${sentence} ${fix}` : sentence };
  }
}

function open(url: URL, options: ConnectOptions, timeoutMs: number): Promise<void> {
  const opening: Opening = {};
  const target: buildConnector.Options = {
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    protocol: url.protocol,
    port: url.port,
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => opening.giveUp?.(new ExchangeTimeoutError("connecting")), timeoutMs);
    guardedConnector(options, opening)(target, (error: Error | null, socket: Socket | null) => {
      clearTimeout(timer);
      socket?.destroy();
      if (error) reject(error);
      else resolve();
    });
  });
}
