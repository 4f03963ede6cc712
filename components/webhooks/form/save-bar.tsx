"use client";

import type { Route } from "next";
import Link from "next/link";
import { useFormState } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import type { FormValues } from "./form-values";
import { SECTIONS, sectionsAtFault } from "./sections";

/** Saving is always in reach, with what keeps it from being done. */
export function SaveBar({ label, back }: { label: string; back: Route }) {
  const { errors, isSubmitting, isDirty, submitCount } = useFormState<FormValues>();
  const atFault = submitCount > 0 ? sectionsAtFault(errors) : [];
  return (
    <div className="sticky bottom-0 z-20 -mx-4 mt-2 border-t bg-background/95 px-4 py-3 backdrop-blur-sm md:-mx-8 md:px-8">
      <FormError message={errors.root?.message} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 [[role=alert]:not(:empty)+&]:mt-3">
        <p role="status" className="min-w-0 text-muted-foreground text-xs sm:flex-1">
          {atFault.length > 0 ? (
            <AtFault ids={atFault} />
          ) : (
            isDirty && <span className="max-sm:sr-only">You have unsaved changes.</span>
          )}
        </p>
        <div className="ml-auto flex gap-2">
          <Button asChild variant="outline">
            <Link href={back}>Cancel</Link>
          </Button>
          <Button type="submit" pending={isSubmitting}>
            {label}
          </Button>
        </div>
      </div>
    </div>
  );
}

function AtFault({ ids }: { ids: string[] }) {
  return (
    <span className="text-danger-foreground">
      Needs another look:{" "}
      {SECTIONS.filter(({ id }) => ids.includes(id)).map(({ id, label }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <a href={`#${id}`} className="focus-ring rounded-sm underline underline-offset-2">
            {label}
          </a>
        </span>
      ))}
    </span>
  );
}
