/** Rules for the headers that a person sets on a webhook. Pure and without imports, so that the form and the server share them. */

export const MAX_HEADERS = 50;
/** Names and values together, in bytes as sent: common servers refuse more than 8 KiB of headers. */
const MAX_HEADER_BYTES = 8 * 1024;
/** Stands where a secret value would. */
export const MASK = "••••••••";

/** Headers that carry the message itself; a wrong value breaks or smuggles requests (RFC 9110 §7.6.1, RFC 9112 §6, RFC 9113 §8.2.2). */
const CARRIES_THE_REQUEST = new Set([
  "host",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "upgrade",
  "http2-settings",
  "te",
  "trailer",
  "expect",
  "date",
]);

/** `token` of RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Why a header of this name may not be set, in a sentence for the person who typed it; null when it may. */
export function headerNameProblem(name: string): string | null {
  const lower = name.toLowerCase();
  if (name === "") return "Give the header a name.";
  if (name.startsWith(":")) return "Names that begin with a colon are part of HTTP/2 itself.";
  if (!TOKEN.test(name)) return "A header name has letters, digits and - alone; no spaces, no colon.";
  if (name.length > 200) return "A header name has at most 200 characters.";
  if (lower === "content-type") return "Content-Type follows from the content type you chose.";
  if (lower === "user-agent") return "Hookyard names itself in User-Agent, so that receivers can tell.";
  if (lower.startsWith("webhook-")) return "Names that begin with webhook- carry Hookyard's signature.";
  if (lower.startsWith("proxy-")) return "Proxy headers are for the way between, not for the receiver.";
  if (CARRIES_THE_REQUEST.has(lower)) {
    return `${name} is set by the connection itself; another value would break the request.`;
  }
  return null;
}

/** Printable ASCII, with spaces or tabs inside alone: a line break could forge further headers, other bytes mean something else to every server. */
const VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** Why a value can't be sent as it is; null when it can. */
export function headerValueProblem(value: string): string | null {
  if (value === "") return "Give the header a value.";
  if (/[\r\n]/.test(value)) return "A header value is one line.";
  if (value !== value.trim()) return "Remove the spaces around the value.";
  if (!VALUE.test(value)) return "A header value has plain ASCII characters alone.";
  if (value.length > 4096) return "A header value has at most 4096 characters.";
  return null;
}

/** Something to think about that is no fault; null when there is none. */
export function headerNameWarning(name: string): string | null {
  return /^x-(hub-|[a-z]+-)?signature(-\d+)?$/i.test(name)
    ? "A fixed value here proves nothing, because whoever sees one request can repeat it. Every request is signed already, in webhook-signature."
    : null;
}

/** Why these headers can't be sent together; null when they can. Values may be missing where they are kept from before. */
export function headerListProblem(
  headers: readonly { name: string; value?: string | undefined }[],
): string | null {
  if (headers.length > MAX_HEADERS) return `At most ${MAX_HEADERS} headers.`;
  const seen = new Set<string>();
  let bytes = 0;
  for (const { name, value = "" } of headers) {
    const lower = name.toLowerCase();
    if (seen.has(lower)) return `${name} is in the list twice.`;
    seen.add(lower);
    bytes += name.length + value.length + 4;
  }
  return bytes > MAX_HEADER_BYTES
    ? "The headers have more than 8 KB together; many servers refuse that."
    : null;
}
