import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { env } from "@/env";
import { type Lookup, systemLookup } from "./lookup";
import {
  BLOCKED_PORTS,
  GLOBAL_UNICAST_IPV6,
  MAPPED_IPV4,
  NAT64,
  SPECIAL_IPV4,
  SPECIAL_IPV6,
  type SpecialRange,
} from "./special-ranges";

type Address = ReturnType<typeof ipaddr.parse>;
export type Network = readonly [Address, number];

/** What the operator allows. Everything else that is not a public address is refused, at save, at test and at delivery. */
export type Policy = {
  /** Webhooks may use http://. */
  allowHttp: boolean;
  /** Networks opened on purpose (HOOKYARD_ALLOWED_NETWORKS). */
  allowedNetworks: readonly Network[];
  /** Where this Hookyard is reached (`https://hooks.example.org`): its own test endpoints may be on loopback. */
  ownOrigins: readonly string[];
};

/** A refusal in words, shown to the webhook's owner. */
export class AddressRefusedError extends Error {
  readonly code = "HOOKYARD_ADDRESS_REFUSED";
  constructor(readonly reason: string) {
    super(reason);
    this.name = "AddressRefusedError";
  }
}

/** @throws Error when one of `list` is not a CIDR. */
export function parseNetworks(list: readonly string[]): Network[] {
  return list.map((cidr) => ipaddr.parseCIDR(cidr));
}

/** The policy the settings of this process give. */
export function policyFromEnv(settings = env()): Policy {
  const own = [
    settings.HOOKYARD_PUBLIC_URL,
    `http://localhost:${settings.PORT}`,
    `http://127.0.0.1:${settings.PORT}`,
  ];
  return {
    allowHttp: settings.HOOKYARD_ALLOW_HTTP,
    allowedNetworks: parseNetworks(settings.HOOKYARD_ALLOWED_NETWORKS),
    ownOrigins: [...new Set(own.map((url) => new URL(url).origin))],
  };
}

type ParsedRange = { network: Network; what: string; source: string };
const parseRanges = (ranges: readonly SpecialRange[]): ParsedRange[] =>
  ranges.map(([cidr, what, source]) => ({ network: ipaddr.parseCIDR(cidr), what, source }));

const specialIpv4 = parseRanges(SPECIAL_IPV4);
const specialIpv6 = parseRanges(SPECIAL_IPV6);
const globalUnicastIpv6: Network = ipaddr.parseCIDR(GLOBAL_UNICAST_IPV6);
const mappedIpv4: Network = ipaddr.parseCIDR(MAPPED_IPV4);
const nat64: Network = ipaddr.parseCIDR(NAT64);

const within = (address: Address, [network, bits]: Network) =>
  address.kind() === network.kind() && address.match(network, bits);

/** IPv6 with its last 32 bits in hex: the parser takes `::1.2.3.4` for `::ffff:1.2.3.4`, which is another address. */
const inHex = (ip: string) =>
  ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a, b, c, d] = parts.slice(0, 4).map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });

/** The IPv4 address in the last 32 bits. */
const embeddedIpv4 = (address: Address) => new ipaddr.IPv4(address.toByteArray().slice(12));

/**
 * Why nothing may be sent to `ip`, or undefined. Pure. What can't be read as a plain address is refused (fails closed), so are
 * spellings such as `0177.0.0.1`, which programs read differently.
 */
export function addressProblem(ip: string, policy: Policy): string | undefined {
  if (isIP(ip) === 0 || ip.includes("%")) return `“${ip.slice(0, 60)}” is not a plain IP address.`;
  const address = ipaddr.parse(ip.includes(":") ? inHex(ip) : ip);
  if (policy.allowedNetworks.some((network) => within(address, network))) return undefined;
  if (address.kind() === "ipv4")
    return describe(
      ip,
      specialIpv4.find((r) => within(address, r.network)),
    );
  if (within(address, mappedIpv4)) return addressProblem(embeddedIpv4(address).toString(), policy);
  if (within(address, nat64)) {
    const inner = embeddedIpv4(address);
    const range = specialIpv4.find((r) => within(inner, r.network));
    return range && `${ip} is the NAT64 form of ${inner}, ${range.what} (${range.source}).`;
  }
  const range = specialIpv6.find((r) => within(address, r.network));
  if (range) return describe(ip, range);
  return within(address, globalUnicastIpv6) ? undefined : `${ip} is not a public address (RFC 4291).`;
}

const describe = (ip: string, range: ParsedRange | undefined) =>
  range && `${ip} is ${range.what} (${range.source}).`;

const LOCAL_NAMES = ["localhost", "local", "internal", "localdomain", "home.arpa", "lan", "intranet"];

/**
 * Why a URL's host is refused before it is resolved, or undefined. Pure. Takes `URL.hostname`, in which the URL standard has already turned
 * decimal, octal, hex and short spellings of IPv4 (`2130706433`, `0x7f.1`) into four parts. Where networks are
 * allowed on purpose, local names are left to the check of what they resolve to.
 */
export function hostProblem(hostname: string, policy: Policy): string | undefined {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  if (host === "") return "The URL has no host.";
  if (host.startsWith("[")) return addressProblem(host.slice(1, -1), policy);
  if (isIP(host)) return addressProblem(host, policy);
  if (host.split(".").some((label) => label === "")) return `“${hostname}” is not a host name.`;
  if (policy.allowedNetworks.length > 0) return undefined;
  const local = LOCAL_NAMES.find((name) => host === name || host.endsWith(`.${name}`));
  return local && `${host} is a name for this machine or its own network.`;
}

/** True for a URL of one of our own test endpoints: nothing else of ours may be reached on loopback. Pure. */
export function isOwnInbox(url: URL, policy: Policy): boolean {
  return policy.ownOrigins.includes(url.origin) && /^\/api\/inbox\/[A-Za-z0-9_-]{1,100}$/.test(url.pathname);
}

/** Why the URL's shape is refused, or undefined. Pure; neither resolves nor connects. */
export function urlProblem(input: string, policy: Policy): string | undefined {
  if (!URL.canParse(input)) return "This is not a URL. Write it whole, as https://example.org/hook.";
  const url = new URL(input);
  if (url.href.length > 2048) return "The URL is longer than 2048 characters, counted as they are sent.";
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return `A webhook is sent over https, not ${url.protocol.slice(0, 20)}//.`;
  }
  if (url.username || url.password) {
    return "Take the user name and password out of the URL and send them in a header.";
  }
  if (url.hash || input.includes("#")) return "Take the part from # on away: it is never sent.";
  if (url.port && BLOCKED_PORTS.has(Number(url.port))) {
    return `Port ${url.port} belongs to another protocol; nothing is sent there.`;
  }
  if (isOwnInbox(url, policy)) return undefined;
  if (url.protocol === "http:" && !policy.allowHttp)
    return "Use https: http would send the data in the clear.";
  return hostProblem(url.hostname, policy);
}

export type UrlCheck = { ok: true } | { ok: false; reason: string };

/**
 * Checks a URL's shape, resolves its host and checks every address; all must pass. The same rules hold again inside the connection
 * (see connect.ts), because DNS may answer otherwise by then.
 */
export async function checkUrl(
  input: string,
  policy: Policy,
  lookup: Lookup = systemLookup,
): Promise<UrlCheck> {
  const shape = urlProblem(input, policy);
  if (shape) return { ok: false, reason: shape };
  const url = new URL(input);
  if (isOwnInbox(url, policy)) return { ok: true };
  const host = url.hostname.replace(/\.$/, "");
  if (host.startsWith("[") || isIP(host)) return { ok: true };
  let addresses: string[];
  try {
    addresses = await lookup(host);
  } catch (error) {
    return { ok: false, reason: `${host} could not be resolved: ${dnsReason(error)}.` };
  }
  const reason = addressesProblem(host, addresses, policy);
  return reason ? { ok: false, reason } : { ok: true };
}

/** Why not even one of these answers may be connected to, or undefined. Pure. */
export function addressesProblem(
  host: string,
  addresses: readonly string[],
  policy: Policy,
): string | undefined {
  if (addresses.length === 0) return `${host} resolves to no address.`;
  for (const address of addresses) {
    const problem = addressProblem(address, policy);
    if (problem) return `${host} is refused: ${problem}`;
  }
  return undefined;
}

/** A DNS failure in words. */
export function dnsReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOTFOUND" || code === "ENODATA" || code === "EAI_NONAME") return "there is no such name";
  if (code === "EAI_AGAIN" || code === "ETIMEOUT" || code === "ESERVFAIL") {
    return "its name server does not answer";
  }
  return `the look-up failed${code ? ` (${code})` : ""}`;
}
