"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { setNonce } from "get-nonce";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { Toaster } from "@/components/ui/sonner";
import { TooltipProvider } from "@/components/ui/tooltip";
import { getQueryClient } from "@/lib/query-client";

/** What every screen needs around it: theme, queries, tooltips, toasts. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const first = useFirstNonce(nonce);
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(first && { nonce: first })}
    >
      <QueryClientProvider client={getQueryClient()}>
        <TooltipProvider delayDuration={350} skipDelayDuration={150}>
          {children}
        </TooltipProvider>
      </QueryClientProvider>
      <Toaster />
    </ThemeProvider>
  );
}

/**
 * The nonce of the page load: the browser goes by that one until the next, while the server makes another for every part it sends
 * later. Menus and dialogs write a style sheet to keep the page from scrolling, and find it in get-nonce.
 */
function useFirstNonce(nonce: string | undefined): string | undefined {
  const [first] = useState(() => {
    if (nonce && typeof document !== "undefined") setNonce(nonce);
    return nonce;
  });
  return first;
}
