import { BlockList, isIPv6 } from "node:net";

/**
 * Tells whether a peer is one of the operator's proxies, whose word about what it forwards is taken.
 * @param networks HOOKYARD_TRUSTED_PROXIES, as CIDRs
 * @returns for a socket's remote address
 */
export function proxyCheck(networks: readonly string[]): (peer: string | undefined) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return (peer) => peer !== undefined && list.check(peer, isIPv6(peer) ? "ipv6" : "ipv4");
}

type Headers = { readonly [name: string]: string | string[] | undefined };

/**
 * By which host and scheme the client came.
 * @param trusted the peer is a proxy of ours: then the last of what it forwards counts, which it added itself
 */
export function cameBy(
  headers: Headers,
  trusted: boolean,
): { host: string | undefined; proto: "http" | "https" | undefined } {
  const host = trusted ? lastOf(headers["x-forwarded-host"]) : undefined;
  const proto = trusted ? lastOf(headers["x-forwarded-proto"]) : undefined;
  return {
    host: host ?? lastOf(headers.host),
    proto: proto === "http" || proto === "https" ? proto : undefined,
  };
}

function lastOf(header: string | string[] | undefined): string | undefined {
  return header?.toString().split(",").at(-1)?.trim() || undefined;
}
