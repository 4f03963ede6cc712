"use client";

import { useController, useFormContext, useWatch } from "react-hook-form";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { FieldLegend, FieldSet } from "@/components/ui/field-set";
import { Input } from "@/components/ui/input";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group";
import type { FormValues } from "./form-values";

const FIRST_COUNT = 5;

/** After how many jobs that failed for good a webhook is given up. */
export function FailureRuleField() {
  const { control, formState } = useFormContext<FormValues>();
  const { field } = useController({ control, name: "failureRule" });
  const lifecycle = useWatch({ control, name: "lifecycle" });
  const end = lifecycle === "managed" ? "Disable it" : "Delete it";
  const rule = field.value;
  const errors = formState.errors.failureRule as { count?: { message?: string } } | undefined;
  const choose = (kind: string) =>
    field.onChange(kind === "in_a_row" ? { kind, count: FIRST_COUNT } : { kind });
  return (
    <FieldSet>
      <FieldLegend>When a job has failed all its tries</FieldLegend>
      <RadioGroup aria-label="Failure rule" value={rule.kind} onValueChange={choose} onBlur={field.onBlur}>
        <RadioOption
          value="first"
          label={`${end} after the first failed job`}
          description="Nothing more is sent to a receiver that is gone."
        />
        <div className="grid gap-2">
          <RadioOption
            value="in_a_row"
            label={`${end} after several failed jobs in a row`}
            description="One delivery that succeeds begins the count anew."
          />
          {rule.kind === "in_a_row" && (
            <Field error={errors?.count?.message} className="pl-6.5">
              <div className="flex items-center gap-2">
                <Input
                  name="failureRule.count"
                  type="number"
                  inputMode="numeric"
                  min={2}
                  max={1000}
                  className="figures w-20"
                  value={Number.isNaN(rule.count) ? "" : rule.count}
                  onChange={(event) => field.onChange({ ...rule, count: event.target.valueAsNumber })}
                />
                <FieldLabel className="font-normal text-muted-foreground">failed jobs in a row</FieldLabel>
              </div>
              <FieldError />
            </Field>
          )}
        </div>
        <RadioOption
          value="never"
          label="Never"
          description="It stays active however often it fails; failed jobs stay in the list."
        />
      </RadioGroup>
    </FieldSet>
  );
}
