"use client";

import { Combobox } from "@/components/ui/combobox";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";

type DataEndpointFieldProps = {
  webhooks: { id: string; name: string }[];
  value: string | null;
  onChange: (id: string | null) => void;
  error: string | undefined;
};

/** The webhook that gets the record's events directly, or none. */
export function DataEndpointField({ webhooks, value, onChange, error }: DataEndpointFieldProps) {
  return (
    <Field error={error}>
      <FieldLabel>Data endpoint</FieldLabel>
      <Combobox
        value={value ?? ""}
        onChange={(id) => onChange(id || null)}
        searchPlaceholder="Search webhooks"
        options={[
          { value: "", label: "None" },
          ...webhooks.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <FieldError />
      <FieldDescription>
        A webhook that gets the registrations of this event, whatever it subscribes to. It can’t be deleted
        while it is chosen here.
      </FieldDescription>
    </Field>
  );
}
