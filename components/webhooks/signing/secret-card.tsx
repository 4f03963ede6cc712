"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Eye, EyeOff, RefreshCw } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { LocalTime, RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { messageOf, unwrap } from "@/lib/live/failure";
import { revealSecret } from "@/lib/webhooks/actions";
import { webhookPageQueries } from "@/lib/webhooks/page-queries";
import type { SecretVersion } from "@/lib/webhooks/rotate";
import { RotateDialog } from "./rotate-dialog";

type SecretCardProps = { webhook: { id: string; name: string }; allowed: boolean };

/** The secrets that sign, behind a reveal that the audit log keeps. Values are in this component's memory alone, while they show. */
export function SecretCard({ webhook, allowed }: SecretCardProps) {
  const { data: versions = [] } = useQuery(webhookPageQueries.secrets(webhook.id));
  const [rotating, setRotating] = useState(false);
  const [shown, setShown] = useState<{ createdAt: string; secret: string }[]>();
  const reveal = useMutation({
    mutationFn: async () => setShown(unwrap(await revealSecret({ id: webhook.id }))),
  });
  const signing = versions.filter(({ state }) => state !== "expired");
  const secretOf = ({ createdAt }: SecretVersion) =>
    shown?.find((secret) => secret.createdAt === createdAt)?.secret;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{signing.length > 1 ? "Signing secrets" : "Signing secret"}</CardTitle>
        <CardDescription>
          The receiver checks with it that a request is from here and unchanged.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        {signing.map((version) => (
          <Secret key={version.id} version={version} value={secretOf(version)} alone={signing.length === 1} />
        ))}
        {reveal.error && (
          <Alert tone="danger" role="alert">
            {messageOf(reveal.error)}
          </Alert>
        )}
        {!allowed && <p className="text-muted-foreground text-xs">Your role does not show secrets.</p>}
      </CardContent>
      {allowed && (
        <CardFooter>
          {shown ? (
            <Button variant="outline" size="sm" onClick={() => setShown(undefined)}>
              <EyeOff aria-hidden /> Hide
            </Button>
          ) : (
            <Button variant="outline" size="sm" pending={reveal.isPending} onClick={() => reveal.mutate()}>
              <Eye aria-hidden /> Reveal
            </Button>
          )}
          <Button variant="outline" size="sm" onClick={() => setRotating(true)}>
            <RefreshCw aria-hidden /> Rotate
          </Button>
        </CardFooter>
      )}
      {rotating && (
        <RotateDialog
          webhook={webhook}
          onClose={() => setRotating(false)}
          // What shows is no longer all there is.
          onRotated={() => shown && reveal.mutate()}
        />
      )}
    </Card>
  );
}

type SecretProps = { version: SecretVersion; value: string | undefined; alone: boolean };

function Secret({ version, value, alone }: SecretProps) {
  const { state, createdAt, expiresAt } = version;
  return (
    <div className="grid gap-1.5">
      {!alone && (
        <p>
          {state === "current" ? (
            <StatusBadge tone="success">Current</StatusBadge>
          ) : (
            <StatusBadge tone="warning">Being replaced</StatusBadge>
          )}
        </p>
      )}
      {value ? (
        <CodeBlock code={value} copyLabel="Copy secret" />
      ) : (
        <code className="overflow-hidden whitespace-nowrap rounded-lg border bg-code px-3 py-2 font-mono text-muted-foreground text-xs">
          whsec_<span aria-hidden>••••••••••••••••••••</span>
          <span className="sr-only">, hidden</span>
        </code>
      )}
      <p className="text-muted-foreground text-xs">
        {expiresAt ? (
          <>
            Signs until <LocalTime value={expiresAt} /> (<RelativeTime value={expiresAt} />)
          </>
        ) : (
          <>
            Created <LocalTime value={createdAt} />
          </>
        )}
      </p>
    </div>
  );
}
