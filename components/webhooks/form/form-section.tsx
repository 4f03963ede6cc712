import type { ReactNode } from "react";
import { cn } from "@/lib/utils";
import type { SectionId } from "./sections";

type FormSectionProps = {
  id: SectionId;
  title: string;
  /** What it is about, for somebody who has never set one up. */
  description: ReactNode;
  children: ReactNode;
  className?: string;
};

/** A part of the form that says what it is for. */
export function FormSection({ id, title, description, children, className }: FormSectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-28 border-b py-6 first:pt-0 last:border-0 md:scroll-mt-16"
    >
      <h2 id={`${id}-title`} className="font-semibold text-base tracking-[-0.006em]">
        {title}
      </h2>
      <p className="mt-0.5 mb-4 max-w-[68ch] text-pretty text-muted-foreground text-sm">{description}</p>
      <div className={cn("grid min-w-0 gap-5", className)}>{children}</div>
    </section>
  );
}
