"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { formQueries } from "@/lib/webhooks/form-queries";
import type { CodeTextareaHandle } from "./code-textarea";
import { FilterEditor } from "./filter-editor";
import { FilterReference } from "./filter-reference";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";
import { Optional } from "./optional";
import { useDebounced } from "./use-debounced";

const CHECK_AFTER_MS = 300;

/** A condition that every event has to meet. */
export function FilterSection() {
  const { control } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "filter" });
  const subscriptions = useWatch({ control, name: "subscriptions" });
  const editor = useRef<CodeTextareaHandle>(null);
  const settled = useDebounced(field.value, CHECK_AFTER_MS);
  const { data: variables = [] } = useQuery({
    ...formQueries.filterVariables(subscriptions),
    placeholderData: keepPreviousData,
  });
  const check = useQuery({
    ...formQueries.filterCheck(settled, subscriptions),
    enabled: settled.trim() !== "",
  });
  // A verdict is on the text it was given for, so nothing is underlined that has moved since.
  const verdict = settled === field.value && settled.trim() !== "" ? check.data : undefined;
  const problem = verdict?.ok === false ? verdict : undefined;
  const where = problem?.position;
  const message =
    problem && (where ? `Line ${where.line}, column ${where.column}: ${problem.message}` : problem.message);

  return (
    <FormSection
      id="filter"
      title="Filter"
      description="A condition over the event, in CEL. Events that do not meet it are not sent to this webhook."
    >
      <Field error={message ?? fieldState.error?.message}>
        <FieldLabel>
          Condition <Optional />
        </FieldLabel>
        <FilterEditor
          ref={(handle) => {
            editor.current = handle;
            field.ref(handle);
          }}
          name={field.name}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          wrong={where}
          variables={variables}
        />
        <FieldError role="alert" />
        {field.value.trim() === "" ? (
          <FieldDescription>Without a condition every event is sent.</FieldDescription>
        ) : (
          verdict?.ok && (
            <FieldDescription>
              {subscriptions.length > 0
                ? "It fits the event types subscribed to. “Recent events” in the preview shows what it lets through."
                : "It can be read. Whether it fits is told once event types are chosen."}
            </FieldDescription>
          )
        )}
      </Field>
      <FilterReference
        variables={variables}
        isEmpty={field.value.trim() === ""}
        onInsert={(text) => editor.current?.insert(text)}
      />
    </FormSection>
  );
}
