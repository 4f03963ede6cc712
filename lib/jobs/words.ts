import type { ErrorClass } from "@/lib/delivery/network/error-class-names";
import { explain } from "@/lib/delivery/verdict/explain";
import type { AttemptView, JobRow } from "./data";

/** What went wrong, in a word or two, where there is no room for the sentence. */
const words: Record<ErrorClass, string> = {
  dns: "Host not found",
  refused: "Connection refused",
  unreachable: "Unreachable",
  connect_timeout: "No connection",
  reset: "Connection closed",
  tls_expired: "Certificate out of date",
  tls_wrong_name: "Certificate for another name",
  tls_untrusted: "Certificate not trusted",
  tls: "TLS failed",
  timeout: "Timed out",
  address_refused: "Address refused",
  redirect: "Redirect",
  status: "Refused",
  invalid_response: "Not HTTP",
  template: "Template failed",
  network: "Network error",
};

const isKnown = (name: string): name is ErrorClass => name in words;

/** "Timed out"; the class itself if it is one that this version does not know. */
export const errorClassWords = (name: string): string => (isKnown(name) ? words[name] : name);

/** What to do about a failed attempt, where there is something to do. */
export function fixOf(attempt: AttemptView): string | undefined {
  if (!attempt.errorClass || !isKnown(attempt.errorClass)) return undefined;
  const location = attempt.responseHeaders?.find(([name]) => name.toLowerCase() === "location")?.[1];
  return explain(attempt.errorClass, { status: attempt.responseStatus, location }).fix;
}

/** "The receiver asked to wait (429)": why a job that could go does not; null where nothing holds it up. */
export const waitWords = ({ waitsFor }: Pick<JobRow, "waitsFor">): string | null =>
  waitsFor &&
  (waitsFor.status ? `The receiver asked to wait (${waitsFor.status})` : "The receiver does not answer");

/** Of an attempt that used up no try. */
export const UNCOUNTED = "The receiver asked to wait; this try is not counted.";
