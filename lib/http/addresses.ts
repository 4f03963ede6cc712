/** The names of this machine for itself. Whoever opens the console by one of them is sitting at it, whatever the port in between. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The host as URLs write it, if the console may be opened by it: that of its public address, or a name of this machine. Any
 * other was made up, or leads here by a name that somebody else owns (DNS rebinding).
 * @param host a `Host` or `X-Forwarded-Host` header
 * @param publicUrl HOOKYARD_PUBLIC_URL
 * @returns null when it is not ours
 */
export function ownHost(host: string | undefined, publicUrl: URL): string | null {
  if (!host || !HOST.test(host)) return null;
  const asPublic = parse(`${publicUrl.protocol}//${host}`);
  if (asPublic?.host === publicUrl.host) return publicUrl.host;
  const url = parse(`http://${host}`);
  return url && LOOPBACK.has(url.hostname) ? url.host : null;
}

/**
 * Whether a page of this console sent a request, by its `Origin` header.
 * @param host what the request asked for, as `ownHost` gives it: on this machine other programs have pages too, at other ports
 */
export function isOwnOrigin(origin: string, host: string | null, publicUrl: URL): boolean {
  if (origin === publicUrl.origin) return true;
  const page = parse(origin);
  return page !== null && page.host === host && LOOPBACK.has(page.hostname);
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
