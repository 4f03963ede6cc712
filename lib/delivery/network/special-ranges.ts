/**
 * Networks that no webhook is sent to, each with what it is and where that is written. From the IANA special-purpose registries
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry), multicast, and the clouds' own
 * metadata addresses. The first match names the reason, so the narrow come before the wide.
 */
export type SpecialRange = readonly [cidr: string, what: string, source: string];

export const SPECIAL_IPV4: readonly SpecialRange[] = [
  ["169.254.169.254/32", "the metadata service of AWS, Azure, Google Cloud and others", "cloud metadata"],
  ["169.254.170.2/32", "the credentials service of AWS containers", "cloud metadata"],
  ["100.100.100.200/32", "the metadata service of Alibaba Cloud", "cloud metadata"],
  ["168.63.129.16/32", "the host service of Azure", "cloud metadata"],
  ["192.0.0.192/32", "the metadata service of Oracle Cloud", "cloud metadata"],
  ["0.0.0.0/8", "an address of “this network”", "RFC 791"],
  ["10.0.0.0/8", "a private address", "RFC 1918"],
  ["100.64.0.0/10", "a carrier-grade NAT address", "RFC 6598"],
  ["127.0.0.0/8", "a loopback address: the machine itself", "RFC 1122"],
  ["169.254.0.0/16", "a link-local address", "RFC 3927"],
  ["172.16.0.0/12", "a private address", "RFC 1918"],
  ["192.0.0.0/24", "an address for protocol assignments", "RFC 6890"],
  ["192.0.2.0/24", "a documentation address", "RFC 5737"],
  ["192.31.196.0/24", "an AS112 address", "RFC 7535"],
  ["192.52.193.0/24", "an AMT relay address", "RFC 7450"],
  ["192.88.99.0/24", "a 6to4 relay address", "RFC 7526"],
  ["192.168.0.0/16", "a private address", "RFC 1918"],
  ["192.175.48.0/24", "an AS112 address", "RFC 7534"],
  ["198.18.0.0/15", "a benchmarking address", "RFC 2544"],
  ["198.51.100.0/24", "a documentation address", "RFC 5737"],
  ["203.0.113.0/24", "a documentation address", "RFC 5737"],
  ["224.0.0.0/4", "a multicast address", "RFC 5771"],
  ["255.255.255.255/32", "the broadcast address", "RFC 919"],
  ["240.0.0.0/4", "a reserved address", "RFC 1112"],
];

export const SPECIAL_IPV6: readonly SpecialRange[] = [
  ["fd00:ec2::/32", "a service address of AWS, its metadata service among them", "cloud metadata"],
  ["fd20:ce::254/128", "the metadata service of Google Cloud", "cloud metadata"],
  ["::/128", "the unspecified address", "RFC 4291"],
  ["::1/128", "the loopback address: the machine itself", "RFC 4291"],
  ["::/96", "an IPv4-compatible address", "RFC 4291"],
  ["::ffff:0:0:0/96", "an IPv4-translated address", "RFC 2765"],
  ["64:ff9b:1::/48", "a local NAT64 address", "RFC 8215"],
  ["100::/64", "a discard-only address", "RFC 6666"],
  ["100:0:0:1::/64", "a dummy address", "RFC 9780"],
  ["2001::/32", "a Teredo address", "RFC 4380"],
  ["2001:2::/48", "a benchmarking address", "RFC 5180"],
  ["2001:10::/28", "an ORCHID identifier", "RFC 4843"],
  ["2001:20::/28", "an ORCHIDv2 identifier", "RFC 7343"],
  ["2001:30::/28", "a drone identifier", "RFC 9374"],
  ["2001::/23", "an address for protocol assignments", "RFC 2928"],
  ["2001:db8::/32", "a documentation address", "RFC 3849"],
  ["2002::/16", "a 6to4 address", "RFC 3056"],
  ["2620:4f:8000::/48", "an AS112 address", "RFC 7534"],
  ["3fff::/20", "a documentation address", "RFC 9637"],
  ["5f00::/16", "a segment-routing identifier", "RFC 9602"],
  ["fc00::/7", "a unique local (private) address", "RFC 4193"],
  ["fe80::/10", "a link-local address", "RFC 4291"],
  ["fec0::/10", "a site-local address", "RFC 3879"],
  ["ff00::/8", "a multicast address", "RFC 4291"],
];

/** All that IANA has given out as global unicast; whatever lies outside is nobody's public server. */
export const GLOBAL_UNICAST_IPV6 = "2000::/3";
/** Addresses that stand for an IPv4 address, which decides: mapped by the socket, translated by a NAT64 gateway (RFC 6052). */
export const MAPPED_IPV4 = "::ffff:0:0/96";
export const NAT64 = "64:ff9b::/96";

/**
 * Ports of other protocols, in which an HTTP request could do harm: the “bad ports” of the Fetch standard
 * (https://fetch.spec.whatwg.org/#port-blocking).
 */
export const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
