import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { env } from "@/env";

const HEADER = "x-forwarded-for";
/** Where there is no telling: a socket that closed meanwhile. */
export const UNKNOWN_ADDRESS = "unknown";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/**
 * Makes `x-forwarded-for` hold one address, the client's, whatever was sent: nobody outside can set it, and what is behind
 * this server may believe it. Call it where the socket is seen, before anything reads the header.
 */
export function withClientAddress(request: IncomingMessage): IncomingMessage {
  const sent = request.headers[HEADER];
  const forwarded = Array.isArray(sent) ? sent.join(",") : sent;
  const peer = request.socket.remoteAddress;
  const trusted = trustedProxies();
  if (forwarded) warnIfStranger(peer, trusted);
  request.headers[HEADER] = clientAddress(peer, forwarded, trusted);
  return request;
}

/** Whether a socket's peer is one of the operator's proxies (HOOKYARD_TRUSTED_PROXIES), whose word about what it forwards is taken. */
export function isTrustedProxy(peer: string | undefined): boolean {
  const address = parse(peer);
  return address !== null && isWithin(address, trustedProxies());
}

/**
 * The client's address as the server in front put it: our own (`withClientAddress`), Vercel's, which overwrites the header
 * too, or in development Next's, which believes what was sent.
 */
export function addressOf(headers: { get(name: string): string | null }): string {
  return clientAddress(headers.get(HEADER)?.split(",").at(-1), undefined, []);
}

/**
 * Whose request this is: the peer, or, where the peer is a proxy of ours, the last address in its `X-Forwarded-For` that is
 * not one. What stands left of that was written by somebody we have no reason to believe.
 * @param peer the socket's remote address
 * @param forwarded `X-Forwarded-For`
 * @param trusted the networks of the operator's proxies
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trusted: readonly Network[],
): string {
  let client = parse(peer);
  if (!client) return UNKNOWN_ADDRESS;
  const hops = forwarded?.split(",") ?? [];
  while (hops.length > 0 && isWithin(client, trusted)) {
    const next = parse(hops.pop());
    if (!next) break;
    client = next;
  }
  return client.toString();
}

/**
 * What limits go by: an IPv4 address, or the /64 of an IPv6 address, of which every customer has all.
 * @param address as `clientAddress` gives it
 */
export function limitKeyOf(address: string): string {
  const parsed = parse(address);
  if (!parsed || parsed.kind() === "ipv4") return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`, `fe80::1%eth0`; IPv4 in IPv6 counts as IPv4. */
function parse(text: string | undefined): Address | null {
  const trimmed = text?.trim() ?? "";
  const host = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const bare = host.replace(/%.*$/, "");
  // Only the usual way of writing: `010.1` and `1` are addresses to some programs.
  if (!ipaddr.IPv6.isValid(bare) && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return null;
  return ipaddr.process(bare);
}

function isWithin(address: Address, networks: readonly Network[]): boolean {
  return networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
  );
}

let networks: Network[] | undefined;

function trustedProxies(): Network[] {
  networks ??= env().HOOKYARD_TRUSTED_PROXIES.map((cidr) => ipaddr.parseCIDR(cidr));
  return networks;
}

let warned = false;

/** Behind a proxy that was not named everybody would have one address, and share its limits. Said once. */
function warnIfStranger(peer: string | undefined, trusted: readonly Network[]): void {
  const address = parse(peer);
  if (warned || !address || isWithin(address, trusted)) return;
  warned = true;
  console.warn(
    `X-Forwarded-For came from ${address.toString()} and was not believed. If that is your proxy, name it in HOOKYARD_TRUSTED_PROXIES.`,
  );
}
