import type { OrgId } from "@/db/ids";
import type { Actor } from "@/lib/audit";
import { AppError } from "@/lib/errors";
import { can, type Permission, type Role } from "./permissions";

/** Who asks, and in which organisation. Every read and write of lib/ takes it first. */
export type Ctx = {
  orgId: OrgId;
  userId: string | null;
  role: Role;
  actor: Actor;
  /** The session of somebody in the console. */
  sessionId?: string;
};

/** @throws AppError forbidden when the role does not include `permission`. */
export function authorise(ctx: Ctx, permission: Permission): void {
  if (!can(ctx.role, permission)) {
    throw new AppError(
      "forbidden",
      `Your role (${ctx.role}) does not allow this. Ask an admin of your organisation.`,
    );
  }
}

/** What Hookyard does by itself in an organisation: disable a webhook, emit its events. */
export function systemCtx(orgId: OrgId): Ctx {
  return { orgId, userId: null, role: "owner", actor: { kind: "system", id: null, name: "Hookyard" } };
}
