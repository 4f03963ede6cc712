"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { formQueries } from "@/lib/webhooks/form-queries";
import { CodeTextarea, type CodeTextareaHandle } from "./code-textarea";
import type { FormValues } from "./form-values";
import { TemplateReference } from "./template-reference";
import { offsetOf, STARTER } from "./template-words";
import { useDebounced } from "./use-debounced";

const CHECK_AFTER_MS = 300;

/** The body as a Liquid template, checked as it is written; what it comes to is in the preview. */
export function TemplateField() {
  const { control } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "template" });
  const [subscriptions, contentType] = useWatch({ control, name: ["subscriptions", "contentType"] });
  const editor = useRef<CodeTextareaHandle>(null);
  const settled = useDebounced(field.value, CHECK_AFTER_MS);
  const isSettled = settled === field.value && settled.trim() !== "";
  const check = useQuery({ ...formQueries.templateCheck(settled), enabled: settled.trim() !== "" });
  const { data: variables = [] } = useQuery({
    ...formQueries.filterVariables(subscriptions),
    placeholderData: keepPreviousData,
  });
  const problem = isSettled ? check.data?.problem : undefined;
  const message = problem && `Line ${problem.line}, column ${problem.column}: ${problem.message}`;
  const isJson = contentType === "application/json";
  return (
    <>
      <Field error={message ?? fieldState.error?.message} required>
        <div className="flex items-center justify-between gap-2">
          <FieldLabel>Template</FieldLabel>
          {field.value.trim() === "" && (
            <Button variant="link" size="sm" onClick={() => editor.current?.insert(STARTER)}>
              Start from an example
            </Button>
          )}
        </div>
        <CodeTextarea
          ref={(handle) => {
            editor.current = handle;
            field.ref(handle);
          }}
          name={field.name}
          rows={6}
          value={field.value}
          placeholder={STARTER}
          wrong={problem ? { offset: offsetOf(field.value, problem), length: 2 } : undefined}
          onChange={field.onChange}
          onBlur={field.onBlur}
        />
        <FieldError role="alert" />
        <FieldDescription>
          {isJson ? (
            <>
              The result has to be valid JSON: write values with <code className="font-mono">| json</code>,
              which adds quotes and escapes them.
            </>
          ) : (
            "The result is put into the form's field “payload” as it is."
          )}
        </FieldDescription>
      </Field>
      <TemplateReference
        variables={variables}
        isJson={isJson}
        onInsert={(text) => editor.current?.insert(text)}
      />
    </>
  );
}
