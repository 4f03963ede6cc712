import { verify } from "@/lib/delivery/message/sign";
import type { SignatureVerdict } from "./schema";

/** A webhook that points to the endpoint, with the secrets that sign for it now. */
export type Signer = { name: string; secrets: string[] };

export type Verdict = { signature: SignatureVerdict; detail: string };

type Received = { headers: [string, string][]; body: Buffer; cut: boolean };

/**
 * Checks a received request against the webhooks that point to the endpoint, as their receiver would. Pure.
 * @param nowSeconds Unix seconds
 */
export function judge(request: Received, signers: Signer[], nowSeconds: number): Verdict {
  if (!request.headers.some(([name]) => name.toLowerCase() === "webhook-signature")) {
    return { signature: "missing", detail: "The request has no webhook-signature header." };
  }
  if (signers.length === 0) {
    return {
      signature: "unknown",
      detail: "No webhook of this organisation points here, so there is no secret to check with.",
    };
  }
  if (request.cut) {
    return {
      signature: "unknown",
      detail: "The body is longer than what is kept of it, so the signature can't be checked.",
    };
  }
  const results = signers.map(({ name, secrets }) => ({
    name,
    result: verify(request.headers, request.body, secrets, nowSeconds),
  }));
  const signer = results.find(({ result }) => result.ok);
  if (signer) return { signature: "valid", detail: `Signed with the secret of “${signer.name}”.` };
  return { signature: "invalid", detail: reasonOf(results.map(({ result }) => result)) };
}

/** Of several refusals the one that says most: "mismatch" is what every other webhook's secret gives. */
function reasonOf(results: ReturnType<typeof verify>[]): string {
  const refusals = results.filter((result) => !result.ok);
  const telling = refusals.find(({ code }) => code !== "mismatch") ?? refusals[0];
  return telling?.message ?? "No signature matches.";
}
