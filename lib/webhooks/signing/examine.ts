import { verify } from "@/lib/delivery/message/sign";
import { formatDuration } from "@/lib/format";
import { type HeaderPairs, readHeaders } from "./read-headers";

/** A secret of the webhook. `expiresAt` is when a rotated one stops, or stopped, signing; null on the current one. */
export type KnownSecret = { secret: string; expiresAt: Date | null };

export type Finding = {
  what: "headers" | "sender" | "timestamp" | "signature";
  state: "ok" | "warning" | "problem";
  text: string;
};

/** What came of a pasted request, and each thing looked at. `ok` is the signature's alone: an old request may be signed well. */
export type Examination = { ok: boolean; findings: Finding[] };

const NAMES = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
const TOLERANCE_SECONDS = 300;

/**
 * Looks at a request as its receiver would, but goes on after the first fault, so that a person sees all there is. Pure.
 * @param input what was pasted: headers in any usual form, the body as it came
 * @param secrets all that this webhook has had; the expired ones explain a signature that is no longer accepted
 */
export function examine(
  input: { headers: string; body: string },
  webhookId: string,
  secrets: KnownSecret[],
  now: Date,
): Examination {
  const headers = readHeaders(input.headers);
  const read = (name: string) => headers.find(([key]) => key === name)?.[1];
  const missing = NAMES.filter((name) => !read(name));
  if (missing.length > 0) {
    return {
      ok: false,
      findings: [{ what: "headers", state: "problem", text: missingWords(missing, headers) }],
    };
  }
  const [id = "", timestamp = ""] = NAMES.map(read);
  const signature = signatureFinding(headers, input.body, Number(timestamp), secrets, now);
  const findings: Finding[] = [
    { what: "headers", state: "ok", text: "webhook-id, webhook-timestamp and webhook-signature are there." },
    ...senderFindings(id, webhookId),
    timestampFinding(timestamp, now),
    signature,
  ];
  return { ok: signature.state !== "problem", findings };
}

function missingWords(missing: readonly string[], headers: HeaderPairs): string {
  if (headers.length === 0)
    return "No header was found in what you pasted. Write one a line, as name: value.";
  const names = missing.length > 1 ? `${missing.slice(0, -1).join(", ")} and ${missing.at(-1)}` : missing[0];
  return `${names} ${missing.length > 1 ? "are" : "is"} missing. A proxy or framework in between may have dropped ${missing.length > 1 ? "them" : "it"}.`;
}

/** A delivery's id ends with its webhook's: another webhook signs with another secret. */
function senderFindings(id: string, webhookId: string): Finding[] {
  const sender = /^msg_[0-9A-Z]{26}_([0-9a-f-]{36})$/.exec(id)?.[1];
  if (!sender) {
    const text =
      "webhook-id is not of the form Hookyard gives it: this request was not sent by a webhook here.";
    return [{ what: "sender", state: "warning", text }];
  }
  if (sender === webhookId) return [{ what: "sender", state: "ok", text: "It was sent by this webhook." }];
  const text =
    "It was sent by another webhook, which signs with another secret. Check it on that webhook's page.";
  return [{ what: "sender", state: "problem", text }];
}

function timestampFinding(timestamp: string, now: Date): Finding {
  const what = "timestamp";
  if (!/^\d{1,12}$/.test(timestamp)) {
    const text = `webhook-timestamp is “${timestamp.slice(0, 40)}”, not a number of seconds since 1970.`;
    return { what, state: "problem", text };
  }
  const age = Math.round(now.getTime() / 1000) - Number(timestamp);
  const said = formatDuration(Math.abs(age) * 1000);
  if (age > TOLERANCE_SECONDS) {
    const text = `It was sent ${said} ago. A receiver refuses what is older than 5 minutes, so that nobody can send it again later; here that is passed over.`;
    return { what, state: "warning", text };
  }
  if (age < -TOLERANCE_SECONDS) {
    return { what, state: "problem", text: `It is dated ${said} in the future: one of the clocks is wrong.` };
  }
  return { what, state: "ok", text: "It was sent within the last 5 minutes." };
}

/** Ways in which a text field or an editor changes a body that was right. */
const retyped: { change: (body: string) => string; note: string }[] = [
  {
    change: (body) => body.replace(/\r?\n/g, "\r\n"),
    note: "with CRLF line ends, which a text field does not keep",
  },
  { change: (body) => `${body}\n`, note: "with a line end after it, which was lost in copying" },
  { change: (body) => body.replace(/\r?\n$/, ""), note: "without the line end after it" },
];

function signatureFinding(
  headers: HeaderPairs,
  body: string,
  timestamp: number,
  secrets: KnownSecret[],
  now: Date,
): Finding {
  // By the clock of the request itself: how old it is has been said.
  const at = Number.isFinite(timestamp) ? timestamp : Math.round(now.getTime() / 1000);
  const check = (text: string, keys: KnownSecret[]) =>
    verify(
      headers,
      text,
      keys.map(({ secret }) => secret),
      at,
    );
  const signer = secrets.find((secret) => check(body, [secret]).ok);
  if (signer) return signedBy(signer, now);
  const variant = retyped.find(({ change }) => check(change(body), secrets).ok);
  if (variant) {
    return { what: "signature", state: "ok", text: `It is right for the body ${variant.note}.` };
  }
  const result = check(body, secrets);
  return { what: "signature", state: "problem", text: result.ok ? "" : result.message };
}

function signedBy({ expiresAt }: KnownSecret, now: Date): Finding {
  const what = "signature";
  if (!expiresAt) return { what, state: "ok", text: "It is right, made with the current secret." };
  if (expiresAt > now) {
    const text = "It is right, made with the secret that was rotated away and still signs for a while.";
    return { what, state: "ok", text };
  }
  const text = "It was made with a secret that was rotated away and is no longer accepted.";
  return { what, state: "warning", text };
}
