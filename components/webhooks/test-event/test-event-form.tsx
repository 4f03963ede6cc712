"use client";

import { useMutation } from "@tanstack/react-query";
import { RotateCcw, Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import type { TypeSample } from "@/lib/catalog/queries";
import type { Fault } from "@/lib/errors";
import { objectProblem } from "@/lib/json/object-text";
import { FailureError, messageOf, unwrap } from "@/lib/live/failure";
import { matchesAny } from "@/lib/matching/patterns";
import { prettyJson } from "@/lib/pretty-json";
import type { WebhookRow } from "@/lib/webhooks/data";
import type { TestEventInput } from "@/lib/webhooks/operation-schema";
import { sendTestEvent } from "@/lib/webhooks/page-actions";
import { Optional } from "../form/optional";
import { ObjectField } from "./object-field";
import { TestResult } from "./test-result";

type TestEvent = Pick<TestEventInput, "data" | "changes">;

type TestEventFormProps = { webhook: Pick<WebhookRow, "id" | "subscriptions">; types: TypeSample[] };

type Texts = { data: string; changes: string };

/** The sample of a type as it stands in the fields. */
const textsOf = (type: TypeSample | undefined): Texts => ({
  data: prettyJson(type?.sampleText ?? JSON.stringify(type?.sample ?? {})) ?? "",
  changes: type?.sampleChanges ? aChangeALine(type.sampleChanges) : "",
});

function aChangeALine(changes: Record<string, unknown>): string {
  const lines = Object.entries(changes).map(
    ([key, pair]) => `  ${JSON.stringify(key)}: ${JSON.stringify(pair)}`,
  );
  return `{\n${lines.join(",\n")}\n}`;
}

/** A type, its sample to change, and below it what became of the one sent. */
export function TestEventForm({ webhook, types }: TestEventFormProps) {
  const options = optionsOf(types, webhook.subscriptions);
  const [type, setType] = useState(options[0]?.value ?? "");
  const sample = textsOf(types.find(({ name }) => name === type));
  const [texts, setTexts] = useState(sample);
  const [problems, setProblems] = useState<Partial<Texts>>({});
  const send = useMutation({
    mutationFn: async (event: TestEvent) => unwrap(await sendTestEvent({ id: webhook.id, type, ...event })),
  });
  const faults = send.error instanceof FailureError ? send.error.failure.faults : [];

  function choose(name: string) {
    setType(name);
    setTexts(textsOf(types.find((each) => each.name === name)));
    setProblems({});
    send.reset();
  }

  function write(part: Partial<Texts>) {
    setTexts({ ...texts, ...part });
    setProblems({});
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const changes = texts.changes.trim() === "" ? undefined : texts.changes;
    const data = objectProblem(texts.data, "The data") ?? undefined;
    const inChanges =
      changes === undefined ? undefined : (objectProblem(changes, "The changes") ?? undefined);
    setProblems({ data, changes: inChanges });
    if (!data && !inChanges) send.mutate({ data: texts.data, changes });
  }

  const isChanged = texts.data !== sample.data || texts.changes !== sample.changes;
  return (
    <>
      <form className="grid gap-4" onSubmit={submit}>
        <Field error={faults.find(({ path }) => path === "type")?.message}>
          <FieldLabel>Event type</FieldLabel>
          <Combobox options={options} value={type} onChange={choose} searchPlaceholder="Search event types" />
          <FieldError />
        </Field>
        <ObjectField
          label="Data"
          action={
            isChanged && (
              <Button variant="ghost" size="sm" className="-my-1" onClick={() => choose(type)}>
                <RotateCcw aria-hidden /> Sample
              </Button>
            )
          }
          description="Checked against the type’s schema before it is sent."
          error={problems.data ?? faultsBelow(faults, "data")}
          className="max-h-[45vh] min-h-56"
          text={texts.data}
          onChange={(data) => write({ data })}
        />
        <ObjectField
          label={
            <>
              Changes <Optional />
            </>
          }
          description="For updates: each key that changed, with its value before and now."
          error={problems.changes ?? faultsBelow(faults, "changes")}
          className="max-h-48 min-h-9"
          placeholder='{ "status": ["pending", "active"] }'
          text={texts.changes}
          onChange={(changes) => write({ changes })}
        />
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

/** `data.user.email: Missing.` one a line. */
function faultsBelow(faults: Fault[], part: keyof Texts): string | undefined {
  const lines = faults
    .filter(({ path }) => path.startsWith(part))
    .map(({ path, message }) => `${path}: ${message}`);
  return lines.length > 0 ? lines.join("\n") : undefined;
}
