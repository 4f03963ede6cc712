import { randomUUID } from "node:crypto";
import type { OrgId } from "@/db/ids";
import type { webhookSecrets } from "@/db/schema";
import { encryptSecret, newSigningSecret, signingSecretPlace } from "@/lib/secrets";

/** The row of a webhook's new signing secret. Its id is made here, because the value is encrypted for that very row. */
export function newSecretRow(orgId: OrgId, webhookId: string): typeof webhookSecrets.$inferInsert {
  const id = randomUUID();
  const ciphertext = encryptSecret(newSigningSecret(), signingSecretPlace(orgId, webhookId, id));
  return { id, orgId, webhookId, ciphertext };
}
