"use client";

import { useRef } from "react";
import { useController, useFormContext } from "react-hook-form";
import { RadioGroup } from "@/components/ui/radio-group";
import { MAX_CUSTOM_DELAYS } from "@/lib/delivery/verdict/schedule";
import { ChoiceCard } from "./choice-card";
import { DelaysField } from "./delays-field";
import { FailureRuleField } from "./failure-rule-field";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";
import { ScheduleDrawing } from "./schedule-drawing";

/** What a schedule of one's own begins with. */
const FIRST_DELAYS = [30, 300, 3_600];

/** When a failed request is made again, and when a webhook that keeps failing is given up. */
export function RetriesSection() {
  const { control } = useFormContext<FormValues>();
  const { field } = useController({ control, name: "retry" });
  // A list of one's own outlives a look at the other schedules.
  const own = useRef(field.value.kind === "custom" ? field.value.delaysSeconds : FIRST_DELAYS);
  if (field.value.kind === "custom") own.current = field.value.delaysSeconds;
  const choose = (kind: string) =>
    field.onChange(kind === "custom" ? { kind, delaysSeconds: own.current } : { kind });
  return (
    <FormSection
      id="retries"
      title="Retries"
      description="When a request is made again that was not answered with 2xx, and when the webhook is given up."
    >
      <RadioGroup
        aria-label="Schedule"
        value={field.value.kind}
        onValueChange={choose}
        onBlur={field.onBlur}
        className="sm:grid-cols-3"
      >
        <ChoiceCard value="default" label="Default" description="3 tries in all, 30 seconds apart." />
        <ChoiceCard
          value="standard"
          label="Standard Webhooks"
          description="10 tries over 75 hours, spread by up to 20 % so that not all come at once."
        />
        <ChoiceCard
          value="custom"
          label="Your own"
          description={`Up to ${MAX_CUSTOM_DELAYS} further tries, at times you choose.`}
        />
      </RadioGroup>
      {field.value.kind === "custom" && (
        <DelaysField
          delays={field.value.delaysSeconds}
          onChange={(delaysSeconds) => field.onChange({ kind: "custom", delaysSeconds })}
        />
      )}
      <ScheduleDrawing schedule={field.value} />
      <FailureRuleField />
    </FormSection>
  );
}
