"use client";

import { ArrowDown, ArrowUp, LockKeyhole, type LucideIcon, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { headerNameWarning } from "@/lib/delivery/message/header-rules";
import type { FormValues } from "./form-values";

export type RowAction = "up" | "down" | "remove" | "replace";

type HeaderRowProps = {
  index: number;
  count: number;
  /** A saved value is of another host than the address leads to now, and is to be given again. */
  wantsAgain: boolean;
  onAct: (action: RowAction) => void;
  /** A saved value gets a new one in its place, or stays after all. */
  onReplace: () => void;
  onKeep: (savedName: string) => void;
};

/** One header: its name, its value or that one is saved, and its place in the order. */
export function HeaderRow({ index, count, wantsAgain, onAct, onReplace, onKeep }: HeaderRowProps) {
  const { register, control, formState } = useFormContext<FormValues>();
  const row = useWatch({ control, name: `headers.${index}` });
  const [savedName] = useState(row?.name);
  const isSaved = formState.defaultValues?.headers?.some((saved) => saved?.keep && saved.name === savedName);
  const errors = formState.errors.headers?.[index];
  const warning = headerNameWarning(row?.name.trim() ?? "");
  const isKept = row?.keep === true;
  const label = row?.name.trim() || `header ${index + 1}`;
  return (
    <li className="grid gap-x-2 gap-y-2.5 rounded-lg border bg-card p-3 shadow-xs sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
      <Field error={errors?.name?.message}>
        <FieldLabel>Header name</FieldLabel>
        <Input
          className="font-mono read-only:bg-muted read-only:text-muted-foreground"
          placeholder="Authorization"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={isKept}
          {...register(`headers.${index}.name`)}
        />
        <FieldError />
      </Field>
      {isKept && !wantsAgain ? (
        <SavedValue label={label} error={errors?.value?.message} onReplace={onReplace} />
      ) : (
        <Field error={errors?.value?.message}>
          <FieldLabel>Value</FieldLabel>
          <div className="flex gap-2">
            <Input
              className="font-mono"
              placeholder={isKept ? "The value again" : isSaved ? "New value" : "Bearer …"}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              {...register(`headers.${index}.value`)}
            />
            {isSaved && savedName && !wantsAgain && (
              <Button variant="outline" onClick={() => onKeep(savedName)}>
                Keep saved
              </Button>
            )}
          </div>
          {isKept && (
            <FieldDescription>
              The saved one was given for another host, and is not sent to this one.
            </FieldDescription>
          )}
          <FieldError />
        </Field>
      )}
      <div className="flex items-start max-sm:justify-end sm:pt-6.5">
        <ActButton action="up" icon={ArrowUp} disabled={index === 0} onAct={onAct}>
          Move {label} up
        </ActButton>
        <ActButton action="down" icon={ArrowDown} disabled={index === count - 1} onAct={onAct}>
          Move {label} down
        </ActButton>
        <ActButton action="remove" icon={Trash2} onAct={onAct}>
          Remove {label}
        </ActButton>
      </div>
      {warning && (
        <p
          role="status"
          className="flex gap-1.5 text-pretty text-warning-foreground text-xs sm:col-span-full"
        >
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" /> {warning}
        </p>
      )}
    </li>
  );
}

type SavedValueProps = { label: string; error: string | undefined; onReplace: () => void };

function SavedValue({ label, error, onReplace }: SavedValueProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <span className="font-medium text-sm leading-5">Value</span>
      <div className="flex items-center gap-2">
        <span className="flex h-8 pointer-coarse:h-9 min-w-0 flex-1 items-center gap-1.5 rounded-md border border-dashed px-2.5 text-muted-foreground text-sm">
          <LockKeyhole aria-hidden className="size-3.5 shrink-0" />
          Saved, hidden
        </span>
        <Button variant="outline" data-action="replace" onClick={onReplace}>
          Replace <span className="sr-only">the value of {label}</span>
        </Button>
      </div>
      {error && (
        <p role="alert" className="text-pretty text-danger-foreground text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

type ActButtonProps = {
  action: RowAction;
  icon: LucideIcon;
  disabled?: boolean;
  onAct: (action: RowAction) => void;
  children: React.ReactNode;
};

function ActButton({ action, icon: Icon, disabled = false, onAct, children }: ActButtonProps) {
  return (
    <Button
      variant="ghost"
      size="icon"
      data-action={action}
      disabled={disabled}
      className="text-muted-foreground"
      onClick={() => onAct(action)}
    >
      <Icon aria-hidden />
      <span className="sr-only">{children}</span>
    </Button>
  );
}
