import type { StoredHeader } from "@/db/types";
import { authorise, type Ctx } from "@/lib/auth/context";
import { headerListProblem } from "@/lib/delivery/message/header-rules";
import type { Fault } from "@/lib/errors";
import { decryptSecret, encryptSecret, headerPlace } from "@/lib/secrets";
import { refuse } from "./checks";
import { GIVE_AGAIN, leadsElsewhere } from "./new-host";
import type { WebhookSettings } from "./schema";
import type { WebhookRecord } from "./settings";

/** The webhook whose headers they are. */
type Owner = Pick<WebhookRecord, "orgId" | "id">;

/**
 * Headers as they are kept: new values encrypted, kept ones taken over by name, whatever its case.
 * @throws AppError invalid where a value is to be kept that is not there, and where they are too long together.
 */
export function storeHeaders(
  owner: Owner,
  rows: WebhookSettings["headers"],
  before: StoredHeader[] = [],
): StoredHeader[] {
  const faults: Fault[] = [];
  const stored = rows.map(({ name, value }, index) => {
    if (value !== undefined) return sealHeader(owner, { name, value });
    const kept = before.find((header) => header.name.toLowerCase() === name.toLowerCase());
    if (!kept)
      faults.push({ path: `headers.${index}.value`, message: `${name} has no value yet: give one.` });
    return { name, ciphertext: kept?.ciphertext ?? "" };
  });
  if (faults.length > 0) refuse(faults);
  // How long the kept values are is known here alone.
  const whole = stored.map((header) => openHeader(owner, header));
  const message = headerListProblem(whole);
  if (message) refuse([{ path: "headers", message }]);
  return stored;
}

/**
 * Saved values go to the host they were given for. Where the address is to lead to another one they are given again, or somebody who may see
 * secrets says that they are taken along.
 * @param confirmed that they are
 * @returns the names of the headers whose values are taken along to another host
 * @throws AppError invalid with a fault at each value that is wanted again, forbidden without webhooks.secrets
 */
export function headersTakenAlong(
  ctx: Ctx,
  before: Pick<WebhookRecord, "url">,
  after: Pick<WebhookSettings, "url" | "headers">,
  confirmed: boolean,
): string[] {
  if (!leadsElsewhere(before.url, after.url)) return [];
  const kept = after.headers.flatMap(({ name, value }, index) =>
    value === undefined ? [{ name, path: `headers.${index}.value` }] : [],
  );
  if (kept.length === 0) return [];
  if (!confirmed) refuse(kept.map(({ path }) => ({ path, message: GIVE_AGAIN })));
  authorise(ctx, "webhooks.secrets");
  return kept.map(({ name }) => name);
}

/** The same headers for another webhook: each value is encrypted for the one that has it. */
export const copyHeaders = (from: Owner, to: Owner, headers: StoredHeader[]): StoredHeader[] =>
  headers.map((header) => sealHeader(to, openHeader(from, header)));

function sealHeader({ orgId, id }: Owner, { name, value }: { name: string; value: string }): StoredHeader {
  return { name, ciphertext: encryptSecret(value, headerPlace(orgId, id, name)) };
}

function openHeader({ orgId, id }: Owner, { name, ciphertext }: StoredHeader) {
  return { name, value: decryptSecret(ciphertext, headerPlace(orgId, id, name)) };
}
