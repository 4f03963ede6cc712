import type { ReactNode } from "react";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/utils";

type ObjectFieldProps = {
  label: ReactNode;
  /** Beside the label. */
  action?: ReactNode;
  description: ReactNode;
  error: string | undefined;
  text: string;
  placeholder?: string;
  onChange: (text: string) => void;
  className?: string;
};

/** A JSON object, to be written by hand. */
export function ObjectField(props: ObjectFieldProps) {
  const { label, action, description, error, text, placeholder, onChange, className } = props;
  return (
    <Field error={error}>
      <div className="flex items-center justify-between">
        <FieldLabel>{label}</FieldLabel>
        {action}
      </div>
      <Textarea
        className={cn("font-mono text-xs leading-[1.125rem]", className)}
        spellCheck={false}
        autoCapitalize="none"
        placeholder={placeholder}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldError className="whitespace-pre-line" />
      <FieldDescription>{description}</FieldDescription>
    </Field>
  );
}
