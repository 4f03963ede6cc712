import { Lock } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import type { Role } from "@/lib/auth/permissions";

/** In place of a page that the reader's role does not open. */
export function NoAccess({ role }: { role: Role }) {
  return (
    <EmptyState
      icon={Lock}
      title="This page is not open to your role"
      description={`You are a ${role} here. An admin or the owner of your organisation can change that.`}
    />
  );
}
