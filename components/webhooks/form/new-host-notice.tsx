"use client";

import { useController, useFormContext } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldDescription, FieldLabel } from "@/components/ui/field";
import { originOf } from "@/lib/webhooks/new-host";
import type { FormValues } from "./form-values";

type NewHostNoticeProps = { host: string; mayTakeAlong: boolean };

/** Why saved values are asked for again, and for whom it is allowed the way around it. The word is given for this host alone. */
export function NewHostNotice({ host, mayTakeAlong }: NewHostNoticeProps) {
  const { control, getValues } = useFormContext<FormValues>();
  const { field } = useController({ control, name: "takeAlongTo" });
  return (
    <Alert tone="warning" title="The address leads to another host">
      <p>
        The saved values were given for <Host>{originOf(getValues("savedUrl"))}</Host>. Give them again for{" "}
        <Host>{host}</Host>, or change the address back.
      </p>
      {mayTakeAlong && (
        <Field orientation="horizontal" className="mt-2.5">
          <Checkbox
            ref={field.ref}
            className="text-foreground"
            checked={field.value === host}
            onCheckedChange={(checked) => field.onChange(checked === true ? host : "")}
            onBlur={field.onBlur}
          />
          <div className="grid gap-0.5">
            <FieldLabel>Take the saved values along</FieldLabel>
            <FieldDescription className="text-inherit">
              Whoever receives there can read them. The history keeps that you said so.
            </FieldDescription>
          </div>
        </Field>
      )}
    </Alert>
  );
}

const Host = ({ children }: { children: React.ReactNode }) => (
  <span className="wrap-anywhere font-mono text-[0.9em]">{children}</span>
);
