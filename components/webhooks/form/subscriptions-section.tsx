"use client";

import { useId } from "react";
import { useController, useFormContext } from "react-hook-form";
import { FieldSet } from "@/components/ui/field-set";
import { CoveredTypes } from "./covered-types";
import { FormSection } from "./form-section";
import type { FormValues } from "./form-values";
import { messageIn } from "./messages";
import { PatternBox } from "./pattern-box";
import { PatternChips } from "./pattern-chips";
import { SubscriptionTree } from "./subscription-tree";

/** What the form needs to know of an event type. */
export type KnownType = { name: string; module: string; description: string };

/** The patterns a webhook subscribes to: typed as patterns or ticked in the tree, which both edit the one list. */
export function SubscriptionsSection({ types }: { types: KnownType[] }) {
  const errorId = useId();
  const { control, trigger, getFieldState, setFocus } = useFormContext<FormValues>();
  const { field, fieldState } = useController({ control, name: "subscriptions" });
  function change(patterns: string[]) {
    field.onChange(patterns);
    if (getFieldState("subscriptions").error) void trigger("subscriptions");
  }
  const known = types.map(({ name }) => name);
  return (
    <FormSection
      id="subscriptions"
      title="Subscriptions"
      description="Which events it is sent. Write patterns or tick event types: both edit the same list."
    >
      <FieldSet aria-describedby={errorId} onBlur={field.onBlur}>
        <legend className="sr-only">Subscriptions</legend>
        <PatternBox ref={field.ref} known={known} value={field.value} onChange={change} />
        <PatternChips
          patterns={field.value}
          known={known}
          onChange={change}
          onEmptied={() => setFocus("pattern")}
        />
        <p id={errorId} role="alert" className="text-danger-foreground text-xs empty:hidden">
          {messageIn(fieldState.error)}
        </p>
        <CoveredTypes patterns={field.value} known={known} />
        <SubscriptionTree types={types} value={field.value} onChange={change} />
      </FieldSet>
    </FormSection>
  );
}
