"use client";

import { useController, useFormContext } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Field, FieldError } from "@/components/ui/field";
import { FieldLegend, FieldSet } from "@/components/ui/field-set";
import { RadioGroup } from "@/components/ui/radio-group";
import { FORMATS } from "@/lib/webhooks/schema";
import { formatWords } from "@/lib/webhooks/words";
import { ChoiceCard } from "./choice-card";
import { ContentTypeField } from "./content-type-field";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";
import { formatAbout } from "./format-words";
import { TemplateField } from "./template-field";

/** What the body looks like, and how it is encoded. */
export function FormatSection() {
  const { control } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "format" });
  const { note } = formatAbout[field.value];
  return (
    <FormSection
      id="format"
      title="Content type and format"
      description="What the receiver finds in the body. The preview shows the very bytes."
    >
      <FieldSet>
        <FieldLegend>Format</FieldLegend>
        <Field error={fieldState.error?.message}>
          <RadioGroup
            value={field.value}
            onValueChange={field.onChange}
            onBlur={field.onBlur}
            aria-label="Format"
            className="sm:grid-cols-2"
          >
            {FORMATS.map((format) => (
              <ChoiceCard key={format} value={format} label={formatWords[format]} {...formatAbout[format]} />
            ))}
          </RadioGroup>
          <FieldError />
        </Field>
        {note && <Alert>{note}</Alert>}
        {field.value === "template" && <TemplateField />}
      </FieldSet>
      <ContentTypeField />
    </FormSection>
  );
}
