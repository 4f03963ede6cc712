"use client";

import { Controller, useFormContext } from "react-hook-form";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { METHODS } from "@/lib/webhooks/schema";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";
import { Optional } from "./optional";
import { UrlField } from "./url-field";

/** What the webhook is called and where it leads. */
export function BasicsSection() {
  const { register, control, formState } = useFormContext<FormValues>();
  const { errors } = formState;
  return (
    <FormSection id="basics" title="Basics" description="What it is called, and where the events go.">
      <Field error={errors.name?.message} required>
        <FieldLabel>Name</FieldLabel>
        <Input placeholder="CRM sync" autoComplete="off" {...register("name")} />
        <FieldError />
      </Field>
      <div className="grid gap-x-3 gap-y-5 sm:grid-cols-[7rem_minmax(0,1fr)]">
        <Controller
          control={control}
          name="method"
          render={({ field }) => (
            <Field error={errors.method?.message} className="max-sm:order-last max-sm:max-w-40">
              <FieldLabel>Method</FieldLabel>
              <Select value={field.value} onValueChange={field.onChange}>
                <SelectTrigger ref={field.ref} onBlur={field.onBlur} className="font-mono">
                  <SelectValue>{field.value}</SelectValue>
                </SelectTrigger>
                <SelectContent>
                  {METHODS.map((method) => (
                    <SelectItem key={method} value={method} className="font-mono">
                      {method}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
              <FieldError />
            </Field>
          )}
        />
        <UrlField />
      </div>
      <Field error={errors.description?.message}>
        <FieldLabel>
          Description <Optional />
        </FieldLabel>
        <Textarea rows={2} placeholder="Who reads it, and whom to ask" {...register("description")} />
        <FieldError />
        <FieldDescription>For your colleagues; it is never sent.</FieldDescription>
      </Field>
    </FormSection>
  );
}
