"use client";

import { useController, useFormContext } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Switch } from "@/components/ui/switch";
import type { Webhook } from "@/lib/webhooks/data";
import { ChoiceCard } from "./choice-card";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";

/** Who switches the webhook on and off, and what becomes of it when it fails. */
export function LifecycleSection({ webhook }: { webhook: Webhook | undefined }) {
  const { control } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "lifecycle" });
  const isManaged = field.value === "managed";
  return (
    <FormSection
      id="lifecycle"
      title="Lifecycle"
      description="Who switches it on and off, and what becomes of it when its deliveries fail for good."
    >
      <Field error={fieldState.error?.message}>
        <RadioGroup
          aria-label="Lifecycle"
          value={field.value}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
          className="sm:grid-cols-2"
        >
          <ChoiceCard
            value="managed"
            label="Managed"
            description="You activate and deactivate it. After failures it is disabled, with the reason shown, until you activate it again."
          />
          <ChoiceCard
            value="self_provisioned"
            label="Self-provisioned"
            description="Made by a program for itself: always active. After failures it is deleted, or disabled while a module uses it."
          />
        </RadioGroup>
        <FieldError />
      </Field>
      {isManaged ? <ActiveSwitch webhook={webhook} /> : <AlwaysActive webhook={webhook} />}
    </FormSection>
  );
}

function ActiveSwitch({ webhook }: { webhook: Webhook | undefined }) {
  const { control } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "active" });
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
        <FieldLabel>Active</FieldLabel>
        <FieldDescription>{whileOff(webhook)}</FieldDescription>
        <FieldError />
      </div>
    </Field>
  );
}

/** What it is not sent, and whether it can have that later. */
function whileOff(webhook: Webhook | undefined): string {
  if (webhook?.status === "disabled") {
    return "Hookyard disabled it after failures. Switched on, it is sent new events again; what it missed can be replayed afterwards.";
  }
  const wasEverOn = webhook?.status === "active" || webhook?.missedSince;
  return wasEverOn
    ? "While it is inactive it is sent nothing. Once it is active again, what it missed can be replayed."
    : "While it is inactive it is sent nothing. Events from before it is first activated are not sent later.";
}

function AlwaysActive({ webhook }: { webhook: Webhook | undefined }) {
  if (!webhook || webhook.status === "active") return null;
  return <Alert tone="warning">When you save this, the webhook becomes active at once.</Alert>;
}
