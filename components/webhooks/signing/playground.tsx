"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { jobQueries } from "@/lib/jobs/queries";
import { FailureError, messageOf, unwrap } from "@/lib/live/failure";
import { checkSignature } from "@/lib/webhooks/page-actions";
import { Findings } from "./findings";

/** A place to paste a received request into, that says whether its signature is right and what is wrong with it. */
export function Playground({ webhookId }: { webhookId: string }) {
  const [headers, setHeaders] = useState("");
  const [body, setBody] = useState("");
  const check = useMutation({
    mutationFn: async () => unwrap(await checkSignature({ id: webhookId, headers, body })),
  });
  const last = useLastDelivery(webhookId, (delivery) => {
    setHeaders(delivery.headers);
    setBody(delivery.body);
    check.reset();
  });
  const faultAt = (path: string) =>
    check.error instanceof FailureError
      ? check.error.failure.faults.find((fault) => fault.path === path)?.message
      : undefined;
  const unplaced = check.error && !faultAt("headers") && !faultAt("body");

  function submit(event: FormEvent) {
    event.preventDefault();
    check.mutate();
  }

  return (
    <Card>
      <CardHeader>
        <CardTitle>Check a request</CardTitle>
        <CardDescription>
          Paste what your receiver got. It is checked here with this webhook’s secrets, and kept nowhere.
        </CardDescription>
      </CardHeader>
      <CardContent>
        <form className="grid gap-3" onSubmit={submit}>
          <Field error={faultAt("headers")}>
            <FieldLabel>Headers</FieldLabel>
            <Textarea
              className="min-h-20 font-mono text-xs"
              spellCheck={false}
              placeholder={"webhook-id: msg_…\nwebhook-timestamp: 1700000000\nwebhook-signature: v1,…"}
              value={headers}
              onChange={(event) => setHeaders(event.target.value)}
            />
            <FieldError />
          </Field>
          <Field error={faultAt("body")}>
            <FieldLabel>Body</FieldLabel>
            <Textarea
              className="min-h-28 font-mono text-xs"
              spellCheck={false}
              placeholder="Exactly as it came, not parsed and printed again"
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
            <FieldError />
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" pending={check.isPending}>
              Check signature
            </Button>
            <Button variant="outline" pending={last.isPending} onClick={() => last.mutate()}>
              Use the last delivery
            </Button>
          </div>
          {unplaced && (
            <Alert tone="danger" role="alert">
              {messageOf(check.error)}
            </Alert>
          )}
          {last.error && (
            <Alert tone="warning" role="alert">
              {last.error instanceof NothingSent ? last.error.message : messageOf(last.error)}
            </Alert>
          )}
        </form>
        <div role="status">{check.data && <Findings examination={check.data} />}</div>
      </CardContent>
    </Card>
  );
}

class NothingSent extends Error {
  override message = "Nothing was sent by this webhook yet.";
}

/** What the newest attempt of this webhook sent, to see a request that is right. */
function useLastDelivery(webhookId: string, onFound: (delivery: { headers: string; body: string }) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const page = await client.fetchQuery({ ...jobQueries.list({ webhookId, limit: 10 }), staleTime: 0 });
      const job = page.jobs.find(({ attemptCount }) => attemptCount > 0);
      if (!job) throw new NothingSent();
      const detail = await client.fetchQuery({ ...jobQueries.detail(job.number), staleTime: 0 });
      const attempt = detail.attempts.at(-1);
      if (!attempt) throw new NothingSent();
      const lines = attempt.requestHeaders.map(([name, value]) => `${name}: ${value}`);
      return { headers: lines.join("\n"), body: attempt.requestBody };
    },
    onSuccess: onFound,
  });
}
