import type { OrgId } from "@/db/ids";
import type { Exchange } from "./network/exchange";
import type { Ask, Decision } from "./verdict/classify";
import type { DeliveryWebhook } from "./webhook";

/** What of an event is needed to send it. */
export type DeliveryEvent = {
  id: string;
  type: string;
  /** JSON text, as it was accepted. */
  dataText: string;
  changesText: string | null;
  occurredAt: Date;
};

/** An event's way to a webhook that this process has to itself and is to send: under the lease of its job's row (it is `running`) or of its batch. */
export type Delivery = {
  orgId: OrgId;
  /** The run number; null while the job has no row. */
  number: number | null;
  isTest: boolean;
  /** Attempts made before this one. */
  attemptCount: number;
  /** Of those, the ones before it was last retried by hand. */
  attemptBase: number;
  /** Of the later ones, those that its schedule does not count. */
  uncountedCount: number;
  /** When it was made, or last retried by hand. */
  begunAt: Date;
  event: DeliveryEvent;
  webhook: DeliveryWebhook;
  /** What the try before this one sent, to be sent again; null renders it afresh. */
  body: string | null;
};

/** What one attempt came to, ready to be written. */
export type Outcome = {
  delivery: Delivery;
  exchange: Exchange;
  /** As sent, secret values masked. */
  requestHeaders: [string, string][];
  body: string;
  errorClass: string | null;
  errorMessage: string | null;
  /** What becomes of the job. */
  verdict: Decision;
  /** What the receiver asked for its webhook. */
  asks: Ask | null;
};

/** One of a job that has its row. */
export type WrittenOutcome = Outcome & { delivery: { number: number } };
