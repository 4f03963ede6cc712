import type { StoredHeader } from "@/db/types";
import { headerListProblem } from "@/lib/delivery/header-rules";
import type { Fault } from "@/lib/errors";
import { decryptSecret, encryptSecret } from "@/lib/secrets";
import { refuse } from "./checks";
import type { WebhookSettings } from "./schema";

/**
 * Headers as they are kept: new values encrypted, kept ones taken over by name, whatever its case.
 * @throws AppError invalid where a value is to be kept that is not there, and where they are too long together.
 */
export function storeHeaders(rows: WebhookSettings["headers"], before: StoredHeader[] = []): StoredHeader[] {
  const faults: Fault[] = [];
  const stored = rows.map(({ name, value }, index) => {
    if (value !== undefined) return { name, ciphertext: encryptSecret(value) };
    const kept = before.find((header) => header.name.toLowerCase() === name.toLowerCase());
    if (!kept)
      faults.push({ path: `headers.${index}.value`, message: `${name} has no value yet: give one.` });
    return { name, ciphertext: kept?.ciphertext ?? "" };
  });
  if (faults.length > 0) refuse(faults);
  // How long the kept values are is known here alone.
  const whole = stored.map(({ name, ciphertext }) => ({ name, value: decryptSecret(ciphertext) }));
  const message = headerListProblem(whole);
  if (message) refuse([{ path: "headers", message }]);
  return stored;
}
