"use client";

import { useMutation } from "@tanstack/react-query";
import { RotateCcw, Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { TypeSample } from "@/lib/catalog/queries";
import type { Fault } from "@/lib/errors";
import { FailureError, messageOf, unwrap } from "@/lib/live/failure";
import type { WebhookRow } from "@/lib/webhooks/data";
import { sendTestEvent } from "@/lib/webhooks/page-actions";
import { matchesAny } from "@/lib/webhooks/patterns";
import { TestResult } from "./test-result";

type TestEventFormProps = { webhook: Pick<WebhookRow, "id" | "subscriptions">; types: TypeSample[] };

const textOf = (type: TypeSample | undefined) => JSON.stringify(type?.sample ?? {}, null, 2);

/** A type, its sample to change, and below it what became of the one sent. */
export function TestEventForm({ webhook, types }: TestEventFormProps) {
  const options = optionsOf(types, webhook.subscriptions);
  const [type, setType] = useState(options[0]?.value ?? "");
  const typeInfo = types.find(({ name }) => name === type);
  const [text, setText] = useState(textOf(typeInfo));
  const [problem, setProblem] = useState<string>();
  const send = useMutation({
    mutationFn: async (data: unknown) => unwrap(await sendTestEvent({ id: webhook.id, type, data })),
  });
  const faults = send.error instanceof FailureError ? send.error.failure.faults : [];

  function choose(name: string) {
    setType(name);
    setText(textOf(types.find((each) => each.name === name)));
    setProblem(undefined);
    send.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = parse(text);
    setProblem(parsed.problem);
    if (!parsed.problem) send.mutate(parsed.data);
  }

  return (
    <>
      <form className="grid gap-4" onSubmit={submit}>
        <Field error={faults.find(({ path }) => path === "type")?.message}>
          <FieldLabel>Event type</FieldLabel>
          <Combobox options={options} value={type} onChange={choose} searchPlaceholder="Search event types" />
          <FieldError />
        </Field>
        <Field error={problem ?? dataFaults(faults)}>
          <div className="flex items-center justify-between">
            <FieldLabel>Data</FieldLabel>
            {text !== textOf(typeInfo) && (
              <Button variant="ghost" size="sm" className="-my-1" onClick={() => choose(type)}>
                <RotateCcw aria-hidden /> Sample
              </Button>
            )}
          </div>
          <Textarea
            className="max-h-[45vh] min-h-56 font-mono text-xs leading-[1.125rem]"
            spellCheck={false}
            autoCapitalize="none"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(undefined);
            }}
          />
          <FieldError className="whitespace-pre-line" />
          <FieldDescription>Checked against the type’s schema before it is sent.</FieldDescription>
        </Field>
        {send.error && faults.length === 0 && (
          <Alert tone="danger" role="alert">
            {messageOf(send.error)}
          </Alert>
        )}
        <Button type="submit" className="justify-self-start" pending={send.isPending}>
          <Send aria-hidden /> {send.data ? "Send again" : "Send test event"}
        </Button>
      </form>
      {send.data && <TestResult key={send.data.eventId} eventId={send.data.eventId} />}
    </>
  );
}

/** The types the webhook subscribes to come first, and are marked. */
function optionsOf(types: TypeSample[], subscriptions: string[]) {
  const wanted = types.filter(({ name }) => matchesAny(subscriptions, name));
  const others = types.filter((type) => !wanted.includes(type));
  return [
    ...wanted.map(({ name }) => ({ value: name, label: name, hint: "Subscribed" })),
    ...others.map(({ name, module }) => ({ value: name, label: name, hint: module })),
  ];
}

function parse(text: string): { data?: unknown; problem?: string } {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return { data };
    return { problem: "The data must be an object: { … }" };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : "it can’t be read"}` };
  }
}

/** `data.user.email: Missing.` one a line. */
function dataFaults(faults: Fault[]): string | undefined {
  const lines = faults
    .filter(({ path }) => path !== "type")
    .map(({ path, message }) => `${path}: ${message}`);
  return lines.length > 0 ? lines.join("\n") : undefined;
}
