import type { FocusEvent, FormEvent } from "react";
import type { Path, UseFormReturn } from "react-hook-form";
import { afterPress } from "./after-press";
import type { FormValues } from "./form-values";

type Checks = Pick<UseFormReturn<FormValues>, "trigger" | "getFieldState">;

/** For the form's element: a field is checked when it is left, and from then on while its fault is being mended. */
export function useFieldChecks({ trigger, getFieldState }: Checks) {
  return {
    onBlur: (event: FocusEvent) => {
      const name = nameOf(event.target);
      if (name) afterPress(() => void trigger(name));
    },
    onChange: (event: FormEvent) => {
      const name = nameOf(event.target);
      if (name && getFieldState(name).error) void trigger(name);
    },
  };
}

function nameOf(target: EventTarget): Path<FormValues> | null {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && target.name ? (target.name as Path<FormValues>) : null;
}
