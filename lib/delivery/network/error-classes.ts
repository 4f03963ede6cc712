import { AddressRefusedError, dnsReason } from "./address-guard";
import type { ErrorClass } from "./error-class-names";

export type { ErrorClass };

const BY_CODE: Record<string, ErrorClass> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ETIMEDOUT: "connect_timeout",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_HEADERS_OVERFLOW: "invalid_response",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "invalid_response",
  CERT_HAS_EXPIRED: "tls_expired",
  CERT_NOT_YET_VALID: "tls_expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls_wrong_name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls_untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "tls_untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls_untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "tls_untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls_untrusted",
  CERT_UNTRUSTED: "tls_untrusted",
  CERT_REVOKED: "tls_untrusted",
  INVALID_CA: "tls_untrusted",
  EPROTO: "tls",
};

/** Classes the error of a failed exchange and keeps what it says beyond the class. Pure. */
export function errorClassOf(error: Error): { class: ErrorClass; message: string } {
  if (error instanceof AddressRefusedError) return { class: "address_refused", message: error.reason };
  const [cause] = error instanceof AggregateError ? error.errors : [error];
  const known: NodeJS.ErrnoException & { syscall?: string; phase?: string } = cause ?? error;
  const code = known.code ?? "";
  if (code === "HOOKYARD_TIMEOUT") {
    return { class: known.phase === "connecting" ? "connect_timeout" : "timeout", message: "" };
  }
  if (code === "HOOKYARD_HANDSHAKE_CLOSED") return { class: "tls", message: known.message };
  if (known.syscall === "getaddrinfo" || known.syscall?.startsWith("query")) {
    return { class: "dns", message: dnsReason(known) };
  }
  // undici's parser: not every fault it finds has a code.
  const errorClass = known.name === "HTTPParserError" ? "invalid_response" : classOfCode(code);
  return { class: errorClass, message: cleanText(`${known.message}${code ? ` (${code})` : ""}`) };
}

function classOfCode(code: string): ErrorClass {
  const known = BY_CODE[code];
  if (known) return known;
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code.startsWith("CERT_")) return "tls";
  return "network";
}

/** PostgreSQL keeps no NUL, people read no control characters, and a receiver's words don't fill the page. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
export const cleanText = (text: string): string => text.replace(/[\u0000-\u001f\u007f]+/g, " ").slice(0, 300);
