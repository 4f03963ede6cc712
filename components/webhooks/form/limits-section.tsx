"use client";

import { type Control, useController, useFormContext, useWatch } from "react-hook-form";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { formatPace } from "@/lib/delivery/message/formats/pace";
import { rateWords } from "@/lib/webhooks/words";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";
import { Optional } from "./optional";

type Controlled = { control: Control<FormValues> };

/** How long is waited, how fast is sent, and in what order. */
export function LimitsSection() {
  const { control } = useFormContext<FormValues>();
  return (
    <FormSection
      id="limits"
      title="Limits"
      description="How long it waits for an answer, how fast it sends, and whether the order is kept."
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Timeout control={control} />
        <RateLimit control={control} />
      </div>
      <Ordered control={control} />
    </FormSection>
  );
}

function Timeout({ control }: Controlled) {
  const { field, fieldState } = useController({ control, name: "timeoutMs" });
  return (
    <Field error={fieldState.error?.message}>
      <FieldLabel>Timeout in seconds</FieldLabel>
      <Input
        ref={field.ref}
        name={field.name}
        type="number"
        inputMode="decimal"
        min={1}
        max={60}
        step="any"
        className="figures max-w-40"
        value={Number.isNaN(field.value) ? "" : field.value / 1000}
        onChange={(event) => field.onChange(Math.round(event.target.valueAsNumber * 1000))}
        onBlur={field.onBlur}
      />
      <FieldError />
      <FieldDescription>
        1 to 60, for the whole exchange. A receiver does best to answer at once and work afterwards.
      </FieldDescription>
    </Field>
  );
}

function RateLimit({ control }: Controlled) {
  const { field, fieldState } = useController({ control, name: "rateLimit" });
  const format = useWatch({ control, name: "format" });
  const pace = formatPace(format);
  return (
    <Field error={fieldState.error?.message}>
      <FieldLabel>
        Requests per second <Optional />
      </FieldLabel>
      <Input
        ref={field.ref}
        name={field.name}
        type="number"
        inputMode="numeric"
        min={1}
        max={1000}
        className="figures max-w-40"
        placeholder={pace === null ? "No limit" : String(pace)}
        value={field.value ?? ""}
        onChange={({ target }) => field.onChange(target.value === "" ? null : target.valueAsNumber)}
        onBlur={field.onBlur}
      />
      <FieldError />
      <FieldDescription>
        {pace !== null && `Left empty: ${rateWords({ rateLimit: null, format })}. `}
        What comes faster waits its turn; nothing is lost.
      </FieldDescription>
    </Field>
  );
}

function Ordered({ control }: Controlled) {
  const { field, fieldState } = useController({ control, name: "ordered" });
  return (
    <Field orientation="horizontal" error={fieldState.error?.message}>
      <Switch
        ref={field.ref}
        checked={field.value}
        onCheckedChange={field.onChange}
        onBlur={field.onBlur}
        className="mt-0.5"
      />
      <div className="grid gap-0.5">
        <FieldLabel>One at a time, in order</FieldLabel>
        <FieldDescription>
          Each request waits until the one before it has succeeded or failed for good, retries included.
          Slower, for receivers that can't put events in order themselves.
        </FieldDescription>
        <FieldError />
      </div>
    </Field>
  );
}
