import { createServer, type RequestListener, type Server } from "node:http";
import { isIPv6 } from "node:net";
import { createGuard, TIME_LIMITS } from "./connections";

/** A machine without IPv6 has no `::1`. */
const NO_SUCH_ADDRESS = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

/**
 * Listens on each of the addresses that this machine has.
 * @param addresses HOOKYARD_HOST
 * @param publicUrl HOOKYARD_PUBLIC_URL
 * @throws Error when one is taken, or there is none of them
 */
export async function listen(
  { port, addresses, publicUrl }: { port: number; addresses: readonly string[]; publicUrl: URL },
  listener: RequestListener,
): Promise<Server[]> {
  const guard = createGuard(publicUrl);
  const listening: Server[] = [];
  for (const address of addresses) {
    const server = createServer(TIME_LIMITS, listener);
    guard(server);
    if (await open(server, { port, host: address, ipv6Only: isIPv6(address) && addresses.length > 1 })) {
      listening.push(server);
    }
  }
  if (listening.length > 0) return listening;
  throw new Error(`This machine has no address ${addresses.join(" or ")}: see HOOKYARD_HOST.`);
}

function open(server: Server, where: { port: number; host: string; ipv6Only: boolean }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (NO_SUCH_ADDRESS.includes(error.code ?? "")) resolve(false);
      else reject(error);
    });
    server.listen(where, () => resolve(true));
  });
}
