import { describe, expect, it } from "vitest";
import { sign } from "@/lib/delivery/message/sign";
import { judge } from "./verdict";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const NOW = 1_700_000_000;
const body = Buffer.from('{"a":1}');

function signed(secrets = [SECRET], at = NOW): [string, string][] {
  const id = "msg_1";
  const signature = sign({ id, timestampSeconds: at, body, secrets });
  return [
    ["webhook-id", id],
    ["webhook-timestamp", String(at)],
    ["webhook-signature", signature],
  ];
}

const signers = [
  { name: "Other", secrets: [OTHER] },
  { name: "CRM", secrets: [OTHER, SECRET] },
];

describe("judge", () => {
  it("names the webhook whose secret signed", () => {
    expect(judge({ headers: signed(), body, cut: false }, signers, NOW)).toEqual({
      signature: "valid",
      detail: "Signed with the secret of “CRM”.",
    });
  });

  it("says that nothing was signed", () => {
    const verdict = judge({ headers: [["webhook-id", "x"]], body, cut: false }, signers, NOW);
    expect(verdict.signature).toBe("missing");
  });

  it("does not judge without a secret or with half a body", () => {
    expect(judge({ headers: signed(), body, cut: false }, [], NOW).signature).toBe("unknown");
    expect(judge({ headers: signed(), body, cut: true }, signers, NOW).signature).toBe("unknown");
  });

  it.each([
    ["a changed body", signed(), Buffer.from('{"a":2}'), /secret is another one|body/],
    ["a body that was reformatted", signed(), Buffer.from('{ "a": 1 }'), /changed on its way/],
    ["an old timestamp", signed([SECRET], NOW - 301), body, /301 s ago/],
    ["a missing id", signed().slice(1), body, /webhook-id/],
  ])("explains %s", (_, headers, received, reason) => {
    const verdict = judge({ headers, body: received, cut: false }, signers, NOW);
    expect(verdict).toEqual({ signature: "invalid", detail: expect.stringMatching(reason) });
  });
});
