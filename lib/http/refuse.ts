import { isOwnOrigin, ownHost } from "./addresses";
import { type ApiAnswer, problem } from "./problem";

/** What the web server looks at before anything else sees a request. */
export type Asked = {
  method: string;
  /** Path and query as they came. */
  target: string;
  /** `Host`, or what a trusted proxy forwarded. */
  host: string | undefined;
  /** `Host` was sent more than once. */
  ambiguousHost: boolean;
  /** `Origin` and `Sec-Fetch-Site`: which page sent it, by the word of a browser. */
  origin: string | undefined;
  site: string | undefined;
  /** It calls a server action. */
  isAction: boolean;
};

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const READING = ["GET", "HEAD", "OPTIONS"];
const MAX_TARGET = 8 * 1024;

/** For programs: they show a key, a signature or a token, never a cookie, and come by whatever name their network has for us. */
const FOR_PROGRAMS = /^\/(?:api\/(?:v1|inbox|inngest|health|metrics)|_next\/static)(?:\/|$)/;
const PAGE = /^\/(?!api(?:\/|$)|_+next)/;

/**
 * What is wrong with a request, whatever it is about, as its answer: a method that nobody has, a path that can't be read, a name
 * or a page that is not ours.
 * @param publicUrl HOOKYARD_PUBLIC_URL
 * @returns null when it may go on
 */
export function refuse(asked: Asked, publicUrl: URL): ApiAnswer | null {
  const { method, target } = asked;
  if (!METHODS.includes(method)) return notAllowed(`${method.slice(0, 20)} is not answered here.`, METHODS);
  if (target === "*" && method === "OPTIONS") {
    return { status: 204, headers: { allow: METHODS.join(", ") }, body: "" };
  }
  if (target.length > MAX_TARGET) return bad("The address is over 8 KiB.", 414);
  if (asked.ambiguousHost) return bad("There is more than one Host header.");
  const path = pathOf(target);
  if (path === null) {
    return bad(
      "The path can't be read: % is followed by two hex digits, and together they are UTF-8, without %00.",
    );
  }
  return FOR_PROGRAMS.test(path) ? null : refuseConsole(asked, path, publicUrl);
}

/** The console goes by a cookie, so who sent a request has to be looked at. */
function refuseConsole(asked: Asked, path: string, publicUrl: URL): ApiAnswer | null {
  const host = ownHost(asked.host, publicUrl);
  if (host === null) {
    return problem({
      status: 421,
      title: "Not the address of this console",
      detail: `This console is opened at ${publicUrl.origin}, not at ${named(asked.host)}. If that is right too, set HOOKYARD_PUBLIC_URL to it; behind a proxy, let it hand on Host.`,
    });
  }
  if (READING.includes(asked.method)) return null;
  if (!isFromUs(asked, host, publicUrl)) {
    return problem({
      status: 403,
      title: "Not allowed",
      detail: `Only this console's own pages, at ${publicUrl.origin}, may ask for that.`,
    });
  }
  if (PAGE.test(path) && !asked.isAction) return notAllowed("A page is only read.", ["GET", "HEAD"]);
  return null;
}

/** Browsers say where a request that changes something comes from; what says nothing is no browser, and has no cookies of anybody. */
function isFromUs({ origin, site }: Asked, host: string, publicUrl: URL): boolean {
  if (origin !== undefined) return isOwnOrigin(origin, host, publicUrl);
  return site === undefined || site === "same-origin" || site === "none";
}

/** The path as Next will read it, without `..`. Null when it can't be decoded. */
function pathOf(target: string): string | null {
  if (!target.startsWith("/")) return null;
  try {
    const { pathname } = new URL(`http://hookyard.invalid${target}`);
    return decodeURIComponent(pathname).includes("\0") ? null : pathname;
  } catch {
    return null;
  }
}

/** A header in a sentence. */
const named = (host = "an unknown one") => host.replace(/[^\w.:[\]-]/g, "?").slice(0, 100);

const bad = (detail: string, status = 400) =>
  problem({ status, title: "The request is not as it should be", detail });

const notAllowed = (detail: string, allow: string[]) =>
  problem({ status: 405, title: "Not allowed", detail, headers: { allow: allow.join(", ") } });
