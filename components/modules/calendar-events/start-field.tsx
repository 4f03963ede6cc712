"use client";

import { useController } from "react-hook-form";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { EventForm } from "./calendar-event-form";
import { fromLocalInput, toLocalInput } from "./local-time";

/** When the event begins, in the reader's own time. */
export function StartField({ form }: { form: EventForm }) {
  const { field, fieldState } = useController({ control: form.control, name: "startsAt" });
  return (
    <Field error={fieldState.error && "Choose the day and time it begins."} required>
      <FieldLabel>Starts</FieldLabel>
      <Input
        type="datetime-local"
        className="figures sm:w-56"
        ref={field.ref}
        onBlur={field.onBlur}
        // The server's time zone is not the reader's, so what it drew may differ.
        suppressHydrationWarning
        defaultValue={field.value ? toLocalInput(field.value) : ""}
        onChange={(event) => field.onChange(fromLocalInput(event.target.value))}
      />
      <FieldError />
    </Field>
  );
}
