import type * as React from "react";
import { cn } from "@/lib/utils";

/** Fields below each other. */
export function FieldGroup({ className, ...props }: React.ComponentProps<"div">) {
  return <div data-slot="field-group" className={cn("flex flex-col gap-5", className)} {...props} />;
}

/** Controls that answer one question together. */
export function FieldSet({ className, ...props }: React.ComponentProps<"fieldset">) {
  return (
    <fieldset data-slot="field-set" className={cn("flex min-w-0 flex-col gap-3", className)} {...props} />
  );
}

export function FieldLegend({ className, ...props }: React.ComponentProps<"legend">) {
  return (
    <legend data-slot="field-legend" className={cn("mb-1.5 font-medium text-sm", className)} {...props} />
  );
}
