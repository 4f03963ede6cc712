import { bigserial, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment, orgId } from "./columns";
import { organisations } from "./organisations";

export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    orgId: orgId().references(() => organisations.id, { onDelete: "cascade" }),
    /** user: somebody in the console; api_key: a call of the REST API; system: Hookyard itself. */
    actorKind: text("actor_kind", { enum: ["user", "api_key", "system"] }).notNull(),
    actorId: uuid("actor_id"),
    actorName: text("actor_name").notNull(),
    /** `webhook.updated`, `webhook.secret_rotated`, … */
    action: text("action").notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: text("target_id").notNull(),
    targetName: text("target_name").notNull(),
    /** Field → [before, after]; never a secret. */
    changes: jsonb("changes").$type<Record<string, [unknown, unknown]>>().notNull().default({}),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("audit_log_target").on(t.orgId, t.targetKind, t.targetId, t.id),
    index("audit_log_org").on(t.orgId, t.id),
  ],
);
