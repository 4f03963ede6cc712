import type { OrgId } from "@/db/ids";

/**
 * Where an encrypted value is kept. It is authenticated with the value, so that a text copied to another row, column or organisation is refused.
 */
export type SecretPlace = {
  column: "webhook_secrets.ciphertext" | "webhooks.headers";
  orgId: OrgId;
  webhookId: string;
  /** What tells it from others of the same webhook: the secret's own id, the header's name in lower case. */
  key: string;
};

/** The place of a signing secret: its own row, which stays with its webhook. */
export const signingSecretPlace = (orgId: OrgId, webhookId: string, id: string): SecretPlace => ({
  column: "webhook_secrets.ciphertext",
  orgId,
  webhookId,
  key: id,
});

/** The place of a header's value: its name in its webhook, whatever the name's case. */
export const headerPlace = (orgId: OrgId, webhookId: string, name: string): SecretPlace => ({
  column: "webhooks.headers",
  orgId,
  webhookId,
  key: name.toLowerCase(),
});

/** A place as the text that is authenticated: no two places have the same. */
export const placeText = ({ column, orgId, webhookId, key }: SecretPlace): string =>
  JSON.stringify([column, orgId, webhookId, key]);

export const isSamePlace = (a: SecretPlace, b: SecretPlace): boolean =>
  a.column === b.column && a.orgId === b.orgId && a.webhookId === b.webhookId && a.key === b.key;
