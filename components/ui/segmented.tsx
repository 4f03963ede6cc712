"use client";

import { RadioGroup } from "radix-ui";
import { cn } from "@/lib/utils";

type SegmentedProps<T extends string> = {
  /** What is chosen by it. */
  "aria-label": string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
};

/** A few choices side by side, one of them taken: a range of time, a language. The arrows move the choice. */
export function Segmented<T extends string>({
  options,
  value,
  onChange,
  className,
  ...aria
}: SegmentedProps<T>) {
  return (
    <RadioGroup.Root
      data-slot="segmented"
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className={cn(
        "inline-flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-muted p-0.5 [scrollbar-width:none]",
        className,
      )}
      {...aria}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="focus-ring h-6 pointer-coarse:h-8 shrink-0 whitespace-nowrap rounded-[5px] px-2 font-medium text-muted-foreground text-xs transition-colors duration-100 hover:text-foreground focus-visible:-outline-offset-2 data-[state=checked]:bg-card data-[state=checked]:text-foreground data-[state=checked]:shadow-xs"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
