import type { Metadata } from "next";
import { EndOtherSessionsButton } from "@/components/auth/end-other-sessions-button";
import { SessionTable } from "@/components/auth/session-table";
import { PageHeader } from "@/components/layout/page-header";
import { requireCtx } from "@/lib/auth/session";
import { listSessions } from "@/lib/auth/sessions/data";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const sessions = await listSessions(await requireCtx());
  const others = sessions.filter(({ current }) => !current).length;
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Where you are signed in. Sign out what you do not know or no longer use: it is out at once, and has to sign in again."
        actions={others > 0 && <EndOtherSessionsButton others={others} />}
      />
      <SessionTable sessions={sessions} />
    </>
  );
}
