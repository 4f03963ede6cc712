"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef } from "react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { TARGET_FIELDS, type TargetField, targetFieldWords } from "@/lib/matching/targets";
import { formQueries } from "@/lib/webhooks/form-queries";
import { isAttendeePattern } from "@/lib/webhooks/schema";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";
import { listMessage } from "./messages";
import { TargetRow } from "./target-row";
import { useRowFocus } from "./use-row-focus";

/** Which attendees, for webhooks that get nothing but attendee events. */
export function AttendeesSection() {
  const { control } = useFormContext<FormValues>();
  const subscriptions = useWatch({ control, name: "subscriptions" });
  const others = subscriptions.filter((pattern) => !isAttendeePattern(pattern));
  const applies = subscriptions.length > 0 && others.length === 0;
  return (
    <FormSection
      id="attendees"
      title="Target attendees"
      description="Only events about certain attendees. All conditions have to hold; within each, any of its values is enough."
    >
      {applies ? <Conditions /> : <NotHere others={others} />}
    </FormSection>
  );
}

/** Why there is nothing to set, and what becomes of conditions that are there already. */
function NotHere({ others }: { others: string[] }) {
  const { control, setValue } = useFormContext<FormValues>();
  const targets = useWatch({ control, name: "targets" });
  const why =
    others.length === 0
      ? "Choose attendee events first, such as attendee.*"
      : `This is for webhooks that subscribe to attendee events alone; this one also subscribes to ${listed(others)}. Use the filter below, or a webhook of its own.`;
  const note = useRef<HTMLDivElement>(null);
  if (targets.length === 0) {
    return (
      <Alert ref={note} tabIndex={-1} className="focus-ring">
        {why}
      </Alert>
    );
  }
  const clear = () => {
    setValue("targets", [], { shouldDirty: true, shouldValidate: true });
    requestAnimationFrame(() => note.current?.focus());
  };
  return (
    <Alert
      tone="warning"
      title={`${targets.length === 1 ? "One condition" : `${targets.length} conditions`} can't apply any more`}
    >
      <p>{why}</p>
      <Button variant="outline" size="sm" className="mt-2" onClick={clear}>
        Remove {targets.length === 1 ? "it" : "them"}
      </Button>
    </Alert>
  );
}

function listed(patterns: string[]): string {
  const shown = patterns.slice(0, 2).join(" and ");
  return patterns.length > 2 ? `${patterns.slice(0, 2).join(", ")} and ${patterns.length - 2} more` : shown;
}

function Conditions() {
  const { control, formState } = useFormContext<FormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: "targets" });
  const targets = useWatch({ control, name: "targets" });
  const { data: recent } = useQuery(formQueries.targetValues());
  const taken = targets.map(({ field }) => field);
  const free = TARGET_FIELDS.filter((field) => field === "custom" || !taken.includes(field));
  const message = listMessage(formState.errors.targets);
  const addButton = useRef<HTMLButtonElement>(null);
  const { list, focusRow } = useRowFocus<HTMLUListElement>(() => addButton.current?.focus());
  const add = (field: TargetField) => {
    append({ field, values: [], typed: "" }, { shouldFocus: false });
    focusRow(fields.length, "input");
  };
  const removeRow = (index: number) => {
    remove(index);
    focusRow(index, "remove");
  };
  return (
    <div className="grid gap-3">
      {fields.length === 0 && (
        <p className="text-muted-foreground text-sm">No conditions: events about every attendee are sent.</p>
      )}
      <ul ref={list} className="grid gap-3 empty:hidden">
        {fields.map((field, index) => (
          <TargetRow
            key={field.id}
            index={index}
            // A row that was just added is not among the watched ones yet.
            target={targets[index] ?? field}
            recent={recent}
            onRemove={() => removeRow(index)}
          />
        ))}
      </ul>
      {message && (
        <p role="alert" className="text-danger-foreground text-xs">
          {message}
        </p>
      )}
      <div className="flex flex-wrap gap-1.5">
        {free.map((field, index) => (
          <Button
            key={field}
            ref={index === 0 ? addButton : undefined}
            variant="outline"
            size="sm"
            onClick={() => add(field)}
          >
            <Plus aria-hidden /> {targetFieldWords[field]}
          </Button>
        ))}
      </div>
    </div>
  );
}
