type Headers = { readonly [name: string]: string | string[] | undefined };

/**
 * By which host and scheme the client came.
 * @param trusted the peer is a proxy of ours: then the last of what it forwards counts, which it added itself
 */
export function cameBy(
  headers: Headers,
  trusted: boolean,
): { host: string | undefined; proto: "http" | "https" | undefined } {
  const host = trusted ? lastOf(headers["x-forwarded-host"]) : undefined;
  const proto = trusted ? lastOf(headers["x-forwarded-proto"]) : undefined;
  return {
    host: host ?? lastOf(headers.host),
    proto: proto === "http" || proto === "https" ? proto : undefined,
  };
}

function lastOf(header: string | string[] | undefined): string | undefined {
  return header?.toString().split(",").at(-1)?.trim() || undefined;
}
