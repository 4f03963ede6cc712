import type { ErrorClass } from "../network/error-class-names";

/** What is known of a failed attempt beside its class; all of it may be missing. */
export type FailureFacts = {
  status?: number | null | undefined;
  /** What the network or TLS library said. */
  detail?: string | null | undefined;
  /** Where a redirect leads. */
  location?: string | null | undefined;
  timeoutMs?: number | null | undefined;
};

/** A failure in words: what happened and, where there is something to do, what. */
export type Explanation = { sentence: string; fix?: string | undefined };

const seconds = (ms: number | null | undefined) => (ms ? ` within ${ms / 1000} s` : "");
const because = (detail: string | null | undefined) => (detail ? `: ${detail.replace(/\.$/, "")}` : "");

const BY_CLASS: Record<ErrorClass, (facts: FailureFacts) => Explanation> = {
  dns: ({ detail }) => ({
    sentence: `The host name could not be resolved${because(detail)}.`,
    fix: "Check the spelling of the host in the URL, and that its DNS record exists.",
  }),
  refused: () => ({
    sentence: "The receiver's machine refused the connection: nothing listens on that port.",
    fix: "Start the receiver, or correct the port in the URL.",
  }),
  unreachable: () => ({
    sentence: "The receiver's machine could not be reached over the network.",
    fix: "Check that the machine is up and that this server may reach its network.",
  }),
  connect_timeout: ({ timeoutMs }) => ({
    sentence: `No connection came about${seconds(timeoutMs)}: nothing answered.`,
    fix: "A firewall that drops packets is the usual cause. Let this server's address through.",
  }),
  reset: () => ({
    sentence: "The connection was closed before an answer came; the receiver may have got the request.",
    fix: "Look at the receiver's log at this moment: it often means a crash, or a proxy that gave up on it. A repeat has the same webhook-id.",
  }),
  tls_expired: ({ detail }) => ({
    sentence: `The receiver's certificate is out of date${because(detail)}.`,
    fix: "Renew the certificate on the receiver.",
  }),
  tls_wrong_name: ({ detail }) => ({
    sentence: `The receiver's certificate is for another name${because(detail)}.`,
    fix: "Use the name in the certificate in the URL, or get a certificate for this one.",
  }),
  tls_untrusted: ({ detail }) => ({
    sentence: `The receiver's certificate is not from an authority this server trusts${because(detail)}.`,
    fix: "Install a certificate of a public authority, with its intermediate certificates.",
  }),
  tls: ({ detail }) => ({
    sentence: `No encrypted connection could be agreed on${because(detail)}.`,
    fix: "Check that the port speaks TLS 1.2 or newer, and that the URL should begin with https.",
  }),
  timeout: ({ timeoutMs }) => ({
    sentence: `The receiver did not answer${seconds(timeoutMs)}.`,
    fix: "Answer 2xx as soon as the request is stored and do the work afterwards, or raise the webhook's timeout.",
  }),
  address_refused: ({ detail }) => ({
    sentence: `Nothing was sent: ${detail || "the URL leads to an address that is not public."}`,
    fix: "Use a public address. The operator can open a network with HOOKYARD_ALLOWED_NETWORKS.",
  }),
  redirect: ({ status, location }) => ({
    sentence: `The receiver answered ${status ?? "with a redirect"}${location ? ` and pointed to ${location}` : ""}. Redirects are not followed.`,
    fix: location
      ? "Put that address into the webhook's URL, if it is the right one."
      : "Put the final address into the webhook's URL.",
  }),
  status: explainStatus,
  invalid_response: ({ detail }) => ({
    sentence: `What came back is not a valid HTTP response${because(detail)}.`,
    fix: "Check that the port in the URL is that of an HTTP server.",
  }),
  template: ({ detail }) => ({
    sentence: `Nothing was sent: the webhook's template failed${because(detail)}.`,
    fix: "Correct the template on the webhook's page; its preview shows the same error.",
  }),
  network: ({ detail }) => ({ sentence: `The exchange failed${because(detail)}.` }),
};

const BY_STATUS: Record<number, Explanation> = {
  101: {
    sentence: "wants to go on in another protocol than HTTP, which is no answer.",
    fix: "Enter a URL that takes plain HTTP requests, not that of a WebSocket.",
  },
  400: {
    sentence: "says that it can't read the request.",
    fix: "Check which format and content type it expects.",
  },
  401: {
    sentence: "asks for credentials, or does not accept ours.",
    fix: "Set them in the webhook's headers.",
  },
  403: {
    sentence: "forbids the request.",
    fix: "Check the credentials in the webhook's headers and any firewall before the receiver.",
  },
  404: { sentence: "knows nothing at this URL.", fix: "Check the path in the webhook's URL." },
  405: {
    sentence: "does not take this method at this URL.",
    fix: "Check the webhook's method and the path in its URL.",
  },
  408: { sentence: "gave up waiting for the request." },
  409: { sentence: "says that the request conflicts with what it has." },
  410: {
    sentence: "says that this endpoint is gone for good.",
    fix: "Enter the new URL; an active webhook is disabled by this answer and has to be activated again.",
  },
  413: {
    sentence: "says that the body is too large.",
    fix: "Raise its limit for bodies, or send less with a template.",
  },
  415: { sentence: "does not take this content type.", fix: "Choose the content type it expects." },
  422: {
    sentence: "could read the request but not use it.",
    fix: "Check which format and fields it expects.",
  },
  429: {
    sentence: "asks to be sent less.",
    fix: "Nothing is lost: its jobs wait, and go at the pace that the receiver takes. A rate limit on the webhook spares it the refusals.",
  },
  500: {
    sentence: "failed while it handled the request.",
    fix: "Look at the receiver's log at this moment.",
  },
  502: { sentence: "has a proxy that got no proper answer from what is behind it." },
  503: { sentence: "says that it is not available just now." },
  504: {
    sentence: "has a proxy that waited too long for what is behind it.",
    fix: "Answer as soon as the request is stored and do the work afterwards.",
  },
};

const OTHER_STATUS: Explanation = { sentence: "refused the request." };

function explainStatus({ status }: FailureFacts): Explanation {
  const code = status ?? 0;
  const known = BY_STATUS[code] ?? (code >= 500 ? BY_STATUS[500] : undefined) ?? OTHER_STATUS;
  return { ...known, sentence: `The receiver answered ${code || "with an error"}: it ${known.sentence}` };
}

/** A failed attempt in words. Pure. */
export const explain = (errorClass: ErrorClass, facts: FailureFacts = {}): Explanation =>
  BY_CLASS[errorClass](facts);
