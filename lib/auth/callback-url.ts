const HOME = "/";
/** Any host will do: what is parsed must stay on it. */
const BASE = "http://hookyard.invalid";

/**
 * Where to go after signing in: `value` if it is a page of this console, else Home.
 * What could lead elsewhere (another host, `//host`, `/\host`, a scheme, hidden characters) or round in circles is dropped.
 */
export function safeCallback(value: string | string[] | null | undefined): string {
  if (typeof value !== "string" || !value.startsWith("/") || value.length > 2_000) return HOME;
  // Browsers read a backslash as a slash and skip control characters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\\\u0000-\u001f\u007f]/.test(value)) return HOME;
  let url: URL;
  try {
    url = new URL(value, BASE);
  } catch {
    return HOME;
  }
  if (url.origin !== BASE || url.pathname.startsWith("//")) return HOME;
  if (/^\/(sign-in|setup|api)(\/|$)/.test(url.pathname)) return HOME;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page that leads back to `path`. */
export function signInPath(path?: string | null): string {
  const back = safeCallback(path);
  return back === HOME ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(back)}`;
}
