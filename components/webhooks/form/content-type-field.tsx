"use client";

import { useController, useFormContext, useWatch } from "react-hook-form";
import { Field, FieldDescription, FieldError } from "@/components/ui/field";
import { FieldLegend, FieldSet } from "@/components/ui/field-set";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group";
import { CONTENT_TYPES } from "@/lib/webhooks/schema";
import { contentTypeWords, formatWords } from "@/lib/webhooks/words";
import type { FormValues } from "./form-values";

const about: Record<(typeof CONTENT_TYPES)[number], string> = {
  "application/json": "the body is the JSON itself.",
  "application/x-www-form-urlencoded": "the JSON is in the one field “payload” of a form.",
};

/** JSON as it is, or in a form's field. Two of the receivers leave no choice. */
export function ContentTypeField() {
  const { control } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "contentType" });
  const format = useWatch({ control, name: "format" });
  const isFixed = format === "teams" || format === "webex";
  return (
    <FieldSet>
      <FieldLegend className="mb-0">Content type</FieldLegend>
      <Field error={fieldState.error?.message}>
        <RadioGroup
          aria-label="Content type"
          value={isFixed ? "application/json" : field.value}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
          disabled={isFixed}
        >
          {CONTENT_TYPES.map((type) => (
            <RadioOption
              key={type}
              value={type}
              label={contentTypeWords[type]}
              description={
                <>
                  <code className="break-all font-mono">{type}</code>: {about[type]}
                </>
              }
            />
          ))}
        </RadioGroup>
        <FieldError />
        {isFixed && (
          <FieldDescription>
            {formatWords[format]} takes JSON alone, so that is what is sent.
          </FieldDescription>
        )}
      </Field>
    </FieldSet>
  );
}
