import ipaddr from "ipaddr.js";

/** The first that fits wins: most browsers name others too. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Headless)?Chrome\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/[\d.]+.* Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const nameIn = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1];

/**
 * "Firefox on Windows"; the program's own name where it is no browser we know ("curl"); "Unknown device".
 * @param userAgent the `User-Agent` header: whatever its sender likes to say
 */
export function deviceWords(userAgent: string): string {
  const browser = nameIn(BROWSERS, userAgent);
  const system = nameIn(SYSTEMS, userAgent);
  if (browser && system) return `${browser} on ${system}`;
  const program = /^([A-Za-z][\w.-]{0,39})(?:\/|\s|$)/.exec(userAgent)?.[1];
  return browser ?? system ?? (program && program !== "Mozilla" ? program : "Unknown device");
}

/** "203.0.113.7"; with what is known of it: "127.0.0.1 (this server)", "10.0.0.7 (private network)". */
export function addressWords(address: string): string {
  if (!ipaddr.isValid(address)) return "Unknown address";
  const range = ipaddr.process(address).range();
  if (range === "loopback") return `${address} (this server)`;
  return ["private", "uniqueLocal", "linkLocal"].includes(range) ? `${address} (private network)` : address;
}
