/** Shapes kept in JSON columns. The zod schemas of lib/ are checked against them. */

/** `default`: three tries 30 s apart. `standard`: Standard Webhooks' ten over 75 h. `custom`: seconds between one try and the next. */
export type RetrySchedule =
  | { kind: "default" }
  | { kind: "standard" }
  | { kind: "custom"; delaysSeconds: number[] };

/** When a webhook is disabled (or, self-provisioned, deleted): after the first failed job, after `count` in a row, never. */
export type FailureRule = { kind: "first" } | { kind: "in_a_row"; count: number } | { kind: "never" };

/** A request header as kept: the value is encrypted. */
export type StoredHeader = { name: string; ciphertext: string };

/** One condition on an attendee: any of `values` (null stands for "none", as in no ticket). `field` of a custom field is its key. */
export type TargetCondition = {
  field: "ticket_type" | "attendee_type" | "language" | "custom";
  key?: string | undefined;
  values: (string | null)[];
};

/** Milliseconds spent in each phase of an exchange; absent where the phase did not happen (a kept-alive connection has no `dns`). */
export type Timings = {
  dnsMs?: number | undefined;
  connectMs?: number | undefined;
  tlsMs?: number | undefined;
  firstByteMs?: number | undefined;
  totalMs: number;
};
