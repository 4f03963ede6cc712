"use client";

import { useQuery } from "@tanstack/react-query";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { Field, FieldLabel } from "@/components/ui/field";
import { formatRelative } from "@/lib/format";
import { coveredTypes } from "@/lib/matching/patterns";
import { formQueries } from "@/lib/webhooks/form-queries";
import type { PreviewInput } from "@/lib/webhooks/preview-settings";
import type { KnownType } from "../subscriptions-section";
import type { Sample } from "./use-chosen-sample";

type SamplePickerProps = {
  settings: PreviewInput;
  types: KnownType[];
  sample: Sample;
  onChoose: (sample: Sample) => void;
};

const SAMPLE = "sample:";
const keyOf = (sample: Sample) => ("eventId" in sample ? sample.eventId : SAMPLE + sample.type);

/** What the request is shown for: a sample of an event type, or an event that happened of late. */
export function SamplePicker({ settings, types, sample, onChoose }: SamplePickerProps) {
  const { data } = useQuery(formQueries.matches(settings));
  const known = types.map(({ name }) => name);
  const covered = coveredTypes(settings.subscriptions ?? [], known);
  const samples = (covered.length > 0 ? covered : known).map(
    (type): ComboboxOption => ({ value: SAMPLE + type, label: type, hint: "sample" }),
  );
  const events = (data?.events ?? []).map(
    ({ id, type, occurredAt }): ComboboxOption => ({
      value: id,
      label: `${type} · ${formatRelative(new Date(occurredAt))}`,
      hint: "event",
    }),
  );
  const value = keyOf(sample);
  const isListed = [...samples, ...events].some((option) => option.value === value);
  const older = isListed ? [] : [{ value, label: "Chosen event", hint: value }];
  return (
    <Field>
      <FieldLabel>Shown for</FieldLabel>
      <Combobox
        className="font-mono text-xs"
        options={[...older, ...samples, ...events]}
        value={value}
        searchPlaceholder="Search samples and recent events"
        onChange={(next) =>
          onChoose(next.startsWith(SAMPLE) ? { type: next.slice(SAMPLE.length) } : { eventId: next })
        }
      />
    </Field>
  );
}
