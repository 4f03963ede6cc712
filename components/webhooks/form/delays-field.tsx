"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { MAX_CUSTOM_DELAYS } from "@/lib/delivery/verdict/schedule";
import { secondsIn, UNITS, type Unit, unitOf } from "./duration";
import type { FormValues } from "./form-values";
import { listMessage } from "./messages";
import { useRowFocus } from "./use-row-focus";

type DelaysFieldProps = { delays: number[]; onChange: (delays: number[]) => void };

/** The waits between one try and the next. */
export function DelaysField({ delays, onChange }: DelaysFieldProps) {
  const { formState } = useFormContext<FormValues>();
  const errors = formState.errors.retry as
    | { delaysSeconds?: ({ message?: string } | undefined)[] & { message?: string } }
    | undefined;
  // Rows have no identity of their own: those below a removed one are made anew, so that each shows its own unit.
  const [generation, setGeneration] = useState(0);
  const addButton = useRef<HTMLButtonElement>(null);
  const { list, focusRow } = useRowFocus<HTMLOListElement>(() => addButton.current?.focus());
  const message = listMessage(errors?.delaysSeconds);
  const add = () => {
    onChange([...delays, delays.at(-1) ?? 30]);
    focusRow(delays.length, "input");
  };
  const remove = (index: number) => {
    onChange(delays.toSpliced(index, 1));
    setGeneration(generation + 1);
    focusRow(index, "remove");
  };
  return (
    <div className="grid gap-2">
      <p className="text-sm">
        <span className="font-medium">Try 1</span> <span className="text-muted-foreground">is at once.</span>
      </p>
      <ol ref={list} className="grid gap-2 empty:hidden">
        {delays.map((seconds, index) => (
          <DelayRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a delay is known by its place alone
            key={`${generation}-${index}`}
            number={index + 2}
            seconds={seconds}
            error={errors?.delaysSeconds?.[index]?.message}
            onChange={(next) => onChange(delays.with(index, next))}
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      {message && (
        <p role="alert" className="text-danger-foreground text-xs">
          {message}
        </p>
      )}
      <div>
        <Button
          ref={addButton}
          variant="outline"
          size="sm"
          disabled={delays.length >= MAX_CUSTOM_DELAYS}
          onClick={add}
        >
          <Plus aria-hidden /> Add try
        </Button>
      </div>
    </div>
  );
}

type DelayRowProps = {
  number: number;
  seconds: number;
  error: string | undefined;
  onChange: (seconds: number) => void;
  onRemove: () => void;
};

function DelayRow({ number, seconds, error, onChange, onRemove }: DelayRowProps) {
  const [unit, setUnit] = useState<Unit>(() => unitOf(seconds));
  const amount = seconds / secondsIn(unit);
  return (
    <li>
      <Field error={error}>
        <div className="flex flex-wrap items-center gap-2">
          <FieldLabel className="figures w-20">
            Try {number} <span className="font-normal text-muted-foreground">after</span>
          </FieldLabel>
          <Input
            name={`retry.delaysSeconds.${number - 2}`}
            type="number"
            inputMode="numeric"
            min={1}
            className="figures w-16 sm:w-20"
            value={Number.isNaN(amount) ? "" : amount}
            onChange={(event) => onChange(event.target.valueAsNumber * secondsIn(unit))}
          />
          <Select
            value={unit}
            onValueChange={(next: Unit) => {
              setUnit(next);
              onChange(amount * secondsIn(next));
            }}
          >
            <SelectTrigger
              id={`delay-${number}-unit`}
              aria-label={`Unit of try ${number}`}
              aria-invalid={false}
              className="w-26 sm:w-28"
            >
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {UNITS.map(({ unit, label }) => (
                <SelectItem key={unit} value={unit}>
                  {label}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          <Button
            variant="ghost"
            size="icon"
            data-action="remove"
            className="text-muted-foreground"
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
            <span className="sr-only">Remove try {number}</span>
          </Button>
        </div>
        <FieldError />
      </Field>
    </li>
  );
}
