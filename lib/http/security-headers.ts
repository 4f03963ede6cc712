/** What no page of the console needs from a browser. */
const UNUSED_FEATURES = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"];

/** For whatever is not a page: shown by itself in a browser, it may load and run nothing. A page has a policy of its own. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600;

/** The headers of every answer: pages, API, files and errors alike. */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ["content-security-policy", NOTHING],
  // What receivers sent back is never taken for a page.
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  // Addresses of pages name webhooks, jobs and events: other sites learn none.
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", UNUSED_FEATURES.map((name) => `${name}=()`).join(", ")],
];

/**
 * Where people open the console by https, browsers keep to it.
 * @param publicUrl HOOKYARD_PUBLIC_URL
 */
export function securityHeaders(publicUrl: URL): readonly (readonly [name: string, value: string])[] {
  if (publicUrl.protocol !== "https:") return SECURITY_HEADERS;
  return [...SECURITY_HEADERS, ["strict-transport-security", `max-age=${TWO_YEARS_SECONDS}`]];
}
