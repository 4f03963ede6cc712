import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { type Policy, parseNetworks } from "./address-guard";
import { SPECIAL_IPV4 } from "./special-ranges";

/** Addresses and policies to test the guard with. */
export const STRICT: Policy = { allowHttp: true, allowedNetworks: [], ownOrigins: [] };
export const allowing = (...networks: string[]): Policy => ({
  ...STRICT,
  allowedNetworks: parseNetworks(networks),
});

/** Every address of a network, evenly: its bytes at random below the prefix. */
export function addressIn(cidr: string): fc.Arbitrary<string> {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  const base = network.toByteArray();
  return fc.uint8Array({ minLength: base.length, maxLength: base.length }).map((random) => {
    const bytes = base.map((byte, index) => {
      const fixed = Math.min(Math.max(bits - index * 8, 0), 8);
      const mask = (0xff00 >> fixed) & 0xff;
      return (byte & mask) | ((random[index] as number) & ~mask & 0xff);
    });
    return ipaddr.fromByteArray(bytes).toString();
  });
}
export const privateIpv4 = fc.oneof(...SPECIAL_IPV4.map(([cidr]) => addressIn(cidr)));
