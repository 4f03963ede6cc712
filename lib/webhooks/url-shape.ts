import { sentUrl } from "@/db/sent-url";

/** Longest address kept. (2048 is what common servers and proxies take.) */
const MAX_URL_LENGTH = 2048;

/**
 * Checks what can be seen in an address without looking anything up: its shape, scheme and lack of credentials.
 * Whether it leads to an address that may be reached is for lib/delivery/network/address-guard.
 * @returns null when the shape is fine; else a sentence for the person who typed it.
 */
export function urlShapeProblem(value: string): string | null {
  if (value === "") return "Give the address that is to receive the events.";
  if (Math.max(value.length, sentUrl(value).length) > MAX_URL_LENGTH) {
    return `An address has at most ${MAX_URL_LENGTH} characters, counted as they are sent.`;
  }
  const url = parse(value);
  if (!url) return "Write a whole address, such as https://example.org/webhooks";
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return "The address must begin with https:// or http://";
  }
  if (url.username !== "" || url.password !== "") {
    return "Leave user name and password out of the address; send them in a header.";
  }
  if (url.hash !== "") return "Leave out the part after #: it is never sent.";
  return null;
}

function parse(value: string): URL | null {
  // Without a scheme `localhost:3000/x` parses with the scheme "localhost:".
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || /\s/.test(value)) return null;
  try {
    return new URL(value);
  } catch {
    return null;
  }
}
