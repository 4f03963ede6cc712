import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { env } from "@/env";
import { isLean, serveLean } from "@/lib/api/lean";
import { isTrustedProxy, withClientAddress } from "@/lib/client-address";
import { createFront } from "./front";
import { listen } from "./listen";

/** Answers what is not for the lean way. */
export type Behind = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/**
 * Opens Hookyard's port: what every request meets first, the lean way for events, and everything else to `behind`.
 * @throws Error when the port is taken, or there is none of the addresses of HOOKYARD_HOST
 */
export function openDoor(behind: Behind): Promise<Server[]> {
  const { NODE_ENV, PORT: port, HOOKYARD_HOST: addresses, HOOKYARD_PUBLIC_URL } = env();
  const publicUrl = new URL(HOOKYARD_PUBLIC_URL);
  // In development Next answers events too, and so with the code as it is now.
  const hasLeanWay = NODE_ENV !== "development";
  const front = createFront({ publicUrl, isTrustedProxy }, (request, response) =>
    hasLeanWay && isLean(request)
      ? serveLean(request, response)
      : behind(withClientAddress(request), response),
  );
  return listen({ port, addresses, publicUrl }, front);
}

/** Takes no more connections, and ends those on which nothing is under way. */
export function closeDoor(servers: readonly Server[]): void {
  for (const server of servers) {
    server.close();
    server.closeIdleConnections();
  }
}
