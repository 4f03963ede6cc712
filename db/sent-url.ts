/**
 * A URL as it is sent, which is how it is kept and shown. The many ways to type one (`/a/../b`, upper case in the host, a default port, backslashes, names and
 * paths beyond ASCII, invisible characters) come to one (https://url.spec.whatwg.org); the part after # is not sent. Pure; what was put
 * through it once stays as it is.
 * @param text what somebody typed; text that is no address of http is given back untouched
 */
export function sentUrl(text: string): string {
  if (!/^\s*https?:/i.test(text) || !URL.canParse(text)) return text;
  const { origin, pathname, search } = new URL(text);
  return origin + pathname + search;
}
