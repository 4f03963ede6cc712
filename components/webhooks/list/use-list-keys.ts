"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** What marks a row's link, and the search box, for the keyboard. */
export const ROW_LINK = "data-row-link";
export const SEARCH_BOX = "data-list-search";

/** `/` searches, `c` creates, the arrows go from row to row; none of it while something is typed, or a menu or dialog is open. */
export function useListKeys({ mayCreate }: { mayCreate: boolean }) {
  const router = useRouter();
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || isBusy(event)) return;
      if (event.key === "/") focusOn(document.querySelector(`[${SEARCH_BOX}]`), event);
      else if (event.key === "c" && mayCreate) router.push("/developers/webhooks/new");
      else if (event.key === "ArrowDown") focusOn(rowBeside(1), event);
      else if (event.key === "ArrowUp") focusOn(rowBeside(-1), event);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router, mayCreate]);
}

const ELSEWHERE =
  "input, textarea, select, [contenteditable=true], [role=menu], [role=listbox], [role=dialog], [role=alertdialog], [role=combobox]";

function isBusy(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return event.target instanceof Element && event.target.closest(ELSEWHERE) !== null;
}

function focusOn(element: Element | null | undefined, event: KeyboardEvent): void {
  if (!(element instanceof HTMLElement)) return;
  event.preventDefault();
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}

/** The link of the row before or after the one that has the focus; the first one when none has. */
function rowBeside(step: 1 | -1): Element | undefined {
  const links = [...document.querySelectorAll(`[${ROW_LINK}]`)];
  const row = document.activeElement?.closest("tr");
  const at = links.findIndex((link) => row?.contains(link));
  return at === -1 ? links[0] : links[at + step];
}
