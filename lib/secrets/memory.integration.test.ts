import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { OrgId } from "@/db/ids";
import { decryptSecret, encryptSecret, findSecret, headerPlace, signingSecretPlace } from ".";

it("what is remembered of a text is given for its own place alone", () => {
  const [orgId, webhookId, id] = [randomUUID() as OrgId, randomUUID(), randomUUID()];
  const place = signingSecretPlace(orgId, webhookId, id);
  const sealed = encryptSecret("whsec_1", place);
  expect([decryptSecret(sealed, place), decryptSecret(sealed, { ...place })]).toEqual(["whsec_1", "whsec_1"]);
  const others = [
    signingSecretPlace(orgId, webhookId, randomUUID()),
    signingSecretPlace(orgId, randomUUID(), id),
    signingSecretPlace(randomUUID() as OrgId, webhookId, id),
    headerPlace(orgId, webhookId, id),
  ];
  for (const other of others) {
    expect(() => decryptSecret(sealed, other)).toThrow(/moved to another row/);
    expect(findSecret(sealed, other)).toBeNull();
  }
  expect(decryptSecret(sealed, place)).toBe("whsec_1");
});
