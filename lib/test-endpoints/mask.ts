import { MASK } from "@/lib/delivery/message/header-rules";

/**
 * What looks like a credential. Both patterns are also those of the migration that masked what was kept before, so they stay within what
 * JavaScript and PostgreSQL read alike.
 */
const CREDENTIAL_NAME =
  "authori[sz]ation|authentication|(^|[-_])auth($|[-_])|cookie|token|secret|passw|credential|session|key|(^|[-_])pin($|[-_])";
const CREDENTIAL_VALUE = [
  // A scheme of `Authorization` under another name.
  "^(bearer|basic|digest|token|apikey|negotiate|ntlm|hawk|aws4-hmac-sha256) +[^ ]",
  // A JSON Web Token.
  "(^|[^a-z0-9_-])eyj[a-z0-9_-]{6,}[.][a-z0-9_-]{2,}[.]",
  // Keys that say what they are: of Stripe, Standard Webhooks, Hookyard, GitHub, GitLab, Slack, npm, AWS, Google.
  "(^|[^a-z0-9])(sk|rk|whsec|whsk|hky|gh[opsur]|github_pat|glpat|xox[a-z]|npm)[_-][a-z0-9_+/=-]{8,}",
  "(^|[^a-z0-9])(akia|asia)[a-z0-9]{16}",
  "(^|[^a-z0-9])aiza[a-z0-9_-]{35}",
  "-----begin [a-z ]*private key",
  // A user and a password in an address.
  "[a-z]://[^/ :@]*:[^/ @]+@",
].join("|");
/** Names that would be taken for a credential's and are none; the signature's own headers are there to be verified. */
const NO_CREDENTIAL = [
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
  "idempotency-key",
  "sec-websocket-key",
];

const name = new RegExp(CREDENTIAL_NAME, "i");
const value = new RegExp(CREDENTIAL_VALUE, "i");

/**
 * The headers of a received request as they are kept: what looks like a credential is masked, by its name or by its shape, so that a test endpoint
 * is no way to read a secret. Pure.
 * @param secretNames names, in lower case, whose values are secrets whatever they look like: those of the organisation's webhooks
 */
export function maskCredentials(
  headers: readonly [string, string][],
  secretNames: ReadonlySet<string>,
): [string, string][] {
  const isSecret = (key: string, text: string) =>
    !NO_CREDENTIAL.includes(key) && (secretNames.has(key) || name.test(key) || value.test(text));
  return headers.map(([key, text]) => [key, isSecret(key.toLowerCase(), text) ? MASK : text]);
}
