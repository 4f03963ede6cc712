import type { Tx } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { eventTypes } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { schemaProblem } from "@/lib/json-schema/problem";

export type OwnEventType = { name: string; description?: string; schema: Record<string, unknown> | null };

/**
 * Writes event types of an organisation's own, in the caller's transaction.
 * @throws AppError invalid, with the place in the schema that can't be used: `types[0].schema.properties.age.minimum`
 */
export async function insertEventTypes(tx: Tx, orgId: OrgId, types: readonly OwnEventType[]): Promise<void> {
  const faults = types.flatMap(({ schema }, index) => {
    const problem = schema && schemaProblem(schema);
    if (!problem) return [];
    return [{ ...problem, path: `types[${index}].schema${problem.path === "" ? "" : `.${problem.path}`}` }];
  });
  if (faults.length > 0) {
    throw new AppError("invalid", "The event types were not saved: a schema can't be used.", faults);
  }
  if (types.length > 0) await tx.insert(eventTypes).values(types.map((type) => ({ orgId, ...type })));
}
