import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { sendAnswer } from "@/lib/api/send-answer";
import { ownHost } from "@/lib/http/addresses";
import { cameBy } from "@/lib/http/forwarded";
import { type Asked, refuse } from "@/lib/http/refuse";
import { securityHeaders } from "@/lib/http/security-headers";
import { logFault } from "@/lib/log";

type Settings = {
  /** HOOKYARD_PUBLIC_URL. */
  publicUrl: URL;
  /** Whether a peer's word about what it forwards is taken. */
  isTrustedProxy: (peer: string | undefined) => boolean;
};

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/**
 * What every request meets first: headers for safety on the answer, a refusal where nothing behind could answer rightly, and
 * the truth in `X-Forwarded-*`, by which Next and next-auth know the address of this console.
 * @param handle answers what was let through
 */
export function createFront({ publicUrl, isTrustedProxy }: Settings, handle: Handler): RequestListener {
  const headers = securityHeaders(publicUrl);
  return (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    takeAbsoluteForm(request);
    const by = cameBy(request.headers, isTrustedProxy(request.socket.remoteAddress));
    const asked = askedBy(request, by.host);
    const refusal = refuse(asked, publicUrl);
    if (refusal) {
      sendAnswer(request, response, refusal);
      return;
    }
    tellAddress(request, ownHost(by.host, publicUrl), by.proto, publicUrl);
    handle(request, response).catch((error: unknown) => {
      logFault(`${asked.method} ${asked.target.slice(0, 200)} failed`, error);
      response.destroy();
    });
  };
}

function askedBy(request: IncomingMessage, host: string | undefined): Asked {
  const { method = "", url = "", headers, rawHeaders } = request;
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name));
  return {
    method,
    target: url,
    host,
    ambiguousHost: hosts.length > 1,
    origin: headers.origin,
    site: headers["sec-fetch-site"]?.toString(),
    isAction: method === "POST" && headers["next-action"] !== undefined,
  };
}

/** `GET http://host/path` is how proxies are asked; it names the host itself, and goes over the header (RFC 9112, 3.2.2). */
function takeAbsoluteForm(request: IncomingMessage): void {
  const [, host, target] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(request.url ?? "") ?? [];
  if (host === undefined || target === undefined) return;
  request.headers.host = host;
  request.url = target.startsWith("/") ? target : `/${target}`;
}

/** Next compares a page's `Origin` with these, and makes addresses of them: the public one, unless the console was opened by a name of this machine. */
function tellAddress(
  { headers }: IncomingMessage,
  own: string | null,
  proto: string | undefined,
  publicUrl: URL,
): void {
  const isPublic = own === null || own === publicUrl.host || headers.origin === publicUrl.origin;
  headers["x-forwarded-host"] = isPublic ? publicUrl.host : own;
  headers["x-forwarded-proto"] = isPublic ? publicUrl.protocol.slice(0, -1) : (proto ?? "http");
  delete headers["x-forwarded-port"];
  delete headers.forwarded;
}
