"use client";

import { Tabs as TabsPrimitive } from "radix-ui";
import type * as React from "react";
import { cn } from "@/lib/utils";

/** The look of a tab; links that act as tabs (one page each) use it with `aria-current`. */
export const tabClasses =
  "focus-ring relative -mb-px inline-flex h-9 focus-visible:-outline-offset-2 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-0.5 font-medium text-muted-foreground text-sm transition-colors duration-100 hover:text-foreground aria-[current=page]:border-foreground aria-[current=page]:text-foreground data-[state=active]:border-foreground data-[state=active]:text-foreground";

export const tabListClasses = "flex gap-5 overflow-x-auto overflow-y-hidden border-b [scrollbar-width:none]";

export const Tabs = TabsPrimitive.Root;

export function TabsList({ className, ...props }: React.ComponentProps<typeof TabsPrimitive.List>) {
  return <TabsPrimitive.List data-slot="tabs-list" className={cn(tabListClasses, className)} {...props} />;
}

export function TabsTrigger({ className, ...props }: React.ComponentProps<typeof TabsPrimitive.Trigger>) {
  return <TabsPrimitive.Trigger data-slot="tabs-trigger" className={cn(tabClasses, className)} {...props} />;
}

export function TabsContent({ className, ...props }: React.ComponentProps<typeof TabsPrimitive.Content>) {
  return (
    <TabsPrimitive.Content
      data-slot="tabs-content"
      className={cn("focus-ring rounded-md", className)}
      {...props}
    />
  );
}
