"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/**
 * Asks before what was typed is lost: when a link is followed, when the browser's Back is pressed (where the browser can be asked), and,
 * in the browser's own words, when the tab is closed or reloaded.
 */
export function UnsavedGuard({ when }: { when: boolean }) {
  const router = useRouter();
  const [leave, setLeave] = useState<(() => void) | null>(null);

  useEffect(() => {
    if (!when) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const href = leavingLink(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setLeave(() => () => router.push(href as Parameters<typeof router.push>[0]));
    };
    window.addEventListener("beforeunload", unload);
    document.addEventListener("click", click, { capture: true });
    const release = guardHistory((go) => setLeave(() => go));
    return () => {
      window.removeEventListener("beforeunload", unload);
      document.removeEventListener("click", click, { capture: true });
      release();
    };
  }, [when, router]);

  return (
    <ConfirmDialog
      open={leave !== null}
      onOpenChange={(open) => !open && setLeave(null)}
      title="Leave without saving?"
      description="What you changed on this page is not saved and will be lost."
      confirmLabel="Leave"
      onConfirm={() => {
        leave?.();
        setLeave(null);
      }}
    />
  );
}

/** The address a plain click leads to within this site, if it leads away from the page. */
function leavingLink(event: MouseEvent): string | null {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (modified || event.button !== 0 || event.defaultPrevented) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== window.location.origin) return null;
  if (pathname === window.location.pathname && hash) return null;
  return pathname + search + hash;
}

/** The parts of the Navigation API used here; browsers without it leave Back unguarded. */
type NavigateEvent = Event & { navigationType: string; destination: { key: string } };
type Navigation = EventTarget & { traverseTo: (key: string) => void };

function guardHistory(ask: (go: () => void) => void): () => void {
  const { navigation } = window as unknown as { navigation?: Navigation };
  if (!navigation) return () => {};
  let agreed = false;
  const onNavigate = (event: Event) => {
    const { navigationType, destination, cancelable } = event as NavigateEvent;
    if (navigationType !== "traverse" || !cancelable || agreed) return;
    event.preventDefault();
    ask(() => {
      agreed = true;
      navigation.traverseTo(destination.key);
    });
  };
  navigation.addEventListener("navigate", onNavigate);
  return () => navigation.removeEventListener("navigate", onNavigate);
}
