/** Headers as pairs, names in lower case. */
export type HeaderPairs = [string, string][];

const LINE =
  /^\s*(?:[<>]\s)?(?:-H\s+|--header\s+)?['"]?([A-Za-z0-9!#$%&*+.^_`|~-]+)['"]?\s*[:=]\s*(.*?)['"]?\s*[\\,;]?\s*$/;

/**
 * Headers out of whatever somebody copied them from: a raw request, curl's output or command line, a JSON object or list of pairs, a dump of CGI
 * variables (`HTTP_WEBHOOK_ID`). Lines that hold no header are passed over.
 */
export function readHeaders(text: string): HeaderPairs {
  return (fromJson(text) ?? fromLines(text)).map(([name, value]) => [nameOf(name), value.trim()]);
}

function fromJson(text: string): HeaderPairs | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null) return null;
  const pairs = Array.isArray(parsed) ? parsed : Object.entries(parsed);
  return pairs.flatMap((pair): HeaderPairs => {
    if (!Array.isArray(pair) || typeof pair[0] !== "string") return [];
    const value: unknown = Array.isArray(pair[1]) ? pair[1][0] : pair[1];
    return typeof value === "string" || typeof value === "number" ? [[pair[0], String(value)]] : [];
  });
}

function fromLines(text: string): HeaderPairs {
  return text.split(/\r?\n/).flatMap((line): HeaderPairs => {
    const match = LINE.exec(line);
    return match?.[1] !== undefined && match[2] !== undefined ? [[match[1], unquote(match[2])]] : [];
  });
}

const unquote = (value: string) => value.replace(/^(['"])(.*)\1$/, "$2").replace(/^['"]/, "");

/** `HTTP_WEBHOOK_ID` and `Webhook-Id` are the same header. */
const nameOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll("_", "-")
    .replace(/^http-/, "");
