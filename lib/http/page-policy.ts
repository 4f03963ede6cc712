/** How proxy.ts tells a page the nonce of its answer. */
export const NONCE_HEADER = "x-hookyard-nonce";

/** The style sheet that sonner, which takes no nonce, writes into the page: first an empty element, then this text. */
export const SONNER_STYLE = "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=";
const EMPTY = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/**
 * The content security policy of a page. A script in it runs by its nonce, and files by coming from here; nothing that people send is
 * served as a script. ('strict-dynamic' would let a script of ours load others from anywhere, and write them into the page.)
 * Style attributes are allowed: charts and menus place things by them, and they run nothing.
 * @param nonce random, new for each answer
 * @param dev the development server evaluates code, writes styles, and tells the page of changes by a web socket
 */
export function pagePolicy(nonce: string, dev: boolean): string {
  const styles = dev ? "'unsafe-inline'" : `'nonce-${nonce}' '${SONNER_STYLE}' '${EMPTY}'`;
  const directives = {
    "default-src": "'none'",
    "script-src": `'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src": `'self' ${styles}`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": `'self'${dev ? " ws:" : ""}`,
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
