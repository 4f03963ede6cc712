// Without imports, so that the console knows the names without the network code.

/** Why an attempt did not succeed: kept in `attempts.error_class`. A closed set; verdict/explain.ts has a sentence for each. */
export const ERROR_CLASSES = [
  "dns",
  "refused",
  "unreachable",
  "connect_timeout",
  "reset",
  "tls_expired",
  "tls_wrong_name",
  "tls_untrusted",
  "tls",
  "timeout",
  "address_refused",
  "redirect",
  "status",
  "invalid_response",
  "template",
  "network",
] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];
