import { and, desc, eq } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import type { OrgId } from "@/db/ids";
import { auditLog } from "@/db/schema";

/** Who is behind a change. */
export type Actor = { kind: "user" | "api_key" | "system"; id: string | null; name: string };

/** What something was done to: `{ kind: "webhook", id, name }`. */
export type AuditTarget = { kind: string; id: string; name: string };

export type AuditEntry = {
  /** `webhook.updated`, `api_key.revoked`, … */
  action: string;
  target: AuditTarget;
  /** Field → [before, after]. Never a secret: for those say that it changed, not to what. */
  changes?: Record<string, [unknown, unknown]> | undefined;
};

/** Writes down who did what, in the transaction that does it: both are kept, or neither. */
export async function recordAudit(
  tx: Tx,
  ctx: { orgId: OrgId; actor: Actor },
  { action, target, changes }: AuditEntry,
): Promise<void> {
  await tx.insert(auditLog).values({
    orgId: ctx.orgId,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action,
    targetKind: target.kind,
    targetId: target.id,
    targetName: target.name,
    changes: changes ?? {},
  });
}

export type AuditRow = Pick<
  typeof auditLog.$inferSelect,
  "id" | "actorKind" | "actorName" | "action" | "targetName" | "changes" | "createdAt"
>;

/** The history of one thing, newest first. `before` pages on: the `id` of the last row seen. */
export function listAudit(
  ctx: { orgId: OrgId },
  target: Pick<AuditTarget, "kind" | "id">,
  options: { limit?: number; before?: number } = {},
): Promise<AuditRow[]> {
  return db().query.auditLog.findMany({
    columns: {
      id: true,
      actorKind: true,
      actorName: true,
      action: true,
      targetName: true,
      changes: true,
      createdAt: true,
    },
    where: (row, { lt }) =>
      and(
        eq(row.orgId, ctx.orgId),
        eq(row.targetKind, target.kind),
        eq(row.targetId, target.id),
        options.before ? lt(row.id, options.before) : undefined,
      ),
    orderBy: desc(auditLog.id),
    limit: options.limit ?? 50,
  });
}
