import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/layout/console-shell";
import { getProfile } from "@/lib/auth/membership";
import { requireCtx } from "@/lib/auth/session";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await requireCtx();
  return (
    <ConsoleShell profile={await getProfile(ctx)} role={ctx.role}>
      {children}
    </ConsoleShell>
  );
}
