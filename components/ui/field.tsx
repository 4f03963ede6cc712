"use client";

import { Label as LabelPrimitive } from "radix-ui";
import * as React from "react";
import { cn } from "@/lib/utils";

type FieldState = {
  id: string;
  error: string | undefined;
  required: boolean;
  hasDescription: boolean;
  setHasDescription: (has: boolean) => void;
};

const FieldContext = React.createContext<FieldState | null>(null);

type Wired = {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: React.AriaAttributes["aria-invalid"];
  "aria-required"?: React.AriaAttributes["aria-required"];
};

/**
 * The id and aria attributes of a control inside a `Field`; what the control was given itself wins.
 * Every control of components/ui calls it, so a form only nests them.
 */
export function useFieldControl<P extends Wired>(props: P): P {
  const field = React.useContext(FieldContext);
  if (!field) return props;
  const described = [
    props["aria-describedby"],
    field.error && `${field.id}-error`,
    field.hasDescription && `${field.id}-description`,
  ].filter(Boolean);
  return {
    ...props,
    id: props.id ?? field.id,
    "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
    "aria-invalid": props["aria-invalid"] ?? (field.error ? true : undefined),
    "aria-required": props["aria-required"] ?? (field.required || undefined),
  };
}

type FieldProps = React.ComponentProps<"div"> & {
  /** What is wrong, in a sentence; shown by `FieldError` and announced with the control. */
  error?: string | undefined;
  required?: boolean;
  /** Beside the label instead of below it: for checkboxes and switches. */
  orientation?: "vertical" | "horizontal";
};

/** One label, one control, its description and its error, tied together by ids. */
export function Field({
  error,
  required = false,
  orientation = "vertical",
  className,
  ...props
}: FieldProps) {
  const id = React.useId();
  const [hasDescription, setHasDescription] = React.useState(false);
  const state = React.useMemo(
    () => ({ id, error, required, hasDescription, setHasDescription }),
    [id, error, required, hasDescription],
  );
  return (
    <FieldContext value={state}>
      <div
        data-slot="field"
        data-invalid={error ? true : undefined}
        className={cn(
          "group/field min-w-0",
          orientation === "vertical" ? "flex flex-col gap-1.5" : "flex items-start gap-2.5",
          className,
        )}
        {...props}
      />
    </FieldContext>
  );
}

export function FieldLabel({
  className,
  children,
  ...props
}: React.ComponentProps<typeof LabelPrimitive.Root>) {
  const field = React.useContext(FieldContext);
  return (
    <LabelPrimitive.Root
      data-slot="field-label"
      htmlFor={field?.id}
      className={cn("select-none font-medium text-sm leading-5", className)}
      {...props}
    >
      {children}
    </LabelPrimitive.Root>
  );
}

export function FieldDescription({ className, ...props }: React.ComponentProps<"p">) {
  const field = React.useContext(FieldContext);
  const announce = field?.setHasDescription;
  React.useEffect(() => {
    announce?.(true);
    return () => announce?.(false);
  }, [announce]);
  return (
    <p
      id={field ? `${field.id}-description` : undefined}
      data-slot="field-description"
      className={cn("text-pretty text-muted-foreground text-xs leading-[1.125rem]", className)}
      {...props}
    />
  );
}

/** The field's error; nothing while there is none. */
export function FieldError({ className, ...props }: React.ComponentProps<"p">) {
  const field = React.useContext(FieldContext);
  if (!field?.error) return null;
  return (
    <p
      id={`${field.id}-error`}
      data-slot="field-error"
      className={cn("text-pretty text-danger-foreground text-xs leading-[1.125rem]", className)}
      {...props}
    >
      {field.error}
    </p>
  );
}
