"use client";

import { Trash2 } from "lucide-react";
import { useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { targetFieldWords } from "@/lib/matching/targets";
import type { TargetValues } from "@/lib/webhooks/target-values";
import type { FormValues, Target } from "./form-values";
import { messageIn } from "./messages";
import { exampleValue, noneLabel, suggestionsFor } from "./target-words";
import { ValuePicker } from "./value-picker";

type TargetRowProps = {
  index: number;
  target: Target;
  recent: TargetValues | undefined;
  onRemove: () => void;
};

/** One condition on attendees: a field and the values it may have. */
export function TargetRow({ index, target, recent, onRemove }: TargetRowProps) {
  const { register, setValue, formState } = useFormContext<FormValues>();
  const errors = formState.errors.targets?.[index];
  const label = targetFieldWords[target.field];
  const isCustom = target.field === "custom";
  const keys = Object.keys(recent?.custom ?? {});
  return (
    <li className="rounded-lg border bg-card p-3 shadow-xs">
      <div className="mb-2 flex items-center gap-2">
        <h3 className="min-w-0 flex-1 font-medium text-sm">
          {label} <span className="font-normal text-muted-foreground">is any of</span>
        </h3>
        <Button
          variant="ghost"
          size="icon-sm"
          data-action="remove"
          className="-my-1 text-muted-foreground"
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
          <span className="sr-only">Remove condition: {label}</span>
        </Button>
      </div>
      <div className="grid gap-3">
        {isCustom && (
          <Field error={errors?.key?.message} className="max-w-72">
            <FieldLabel>Field name</FieldLabel>
            <Input
              className="font-mono"
              placeholder={keys[0] ?? "company"}
              autoComplete="off"
              autoCapitalize="none"
              list={`target-${index}-keys`}
              {...register(`targets.${index}.key`)}
            />
            <FieldError />
            <datalist id={`target-${index}-keys`}>
              {keys.map((key) => (
                <option key={key} value={key} />
              ))}
            </datalist>
          </Field>
        )}
        <ValuePicker
          label={isCustom ? "Values" : label}
          none={noneLabel(target.field)}
          placeholder={exampleValue[target.field]}
          values={target.values}
          typed={target.typed}
          suggestions={suggestionsFor(target, recent)}
          error={messageIn(errors?.values)}
          onChange={({ values, typed }) => {
            setValue(`targets.${index}.typed`, typed, { shouldDirty: true });
            setValue(`targets.${index}.values`, values, {
              shouldDirty: true,
              shouldValidate: Boolean(errors?.values),
            });
          }}
        />
      </div>
    </li>
  );
}
