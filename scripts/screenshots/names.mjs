import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";

/** Preloaded into the Hookyard of the pictures: the hosts they show exist nowhere, and the form would say so. */
const PICTURED = /\.riverside\.example$/;
/** Public, so that the address guard has no objection. */
const ADDRESS = { address: "93.184.215.14", family: 4 };

const { lookup } = dns;
dns.lookup = async (hostname, options) => (PICTURED.test(hostname) ? [ADDRESS] : lookup(hostname, options));
syncBuiltinESMExports();
