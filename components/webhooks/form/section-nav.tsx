"use client";

import { useEffect, useRef, useState } from "react";
import { useFormState } from "react-hook-form";
import { StatusDot } from "@/components/ui/status-badge";
import { cn } from "@/lib/utils";
import type { FormValues } from "./form-values";
import { SECTIONS, type SectionId, sectionsAtFault } from "./sections";

/** The way through the form: always in reach, marks the part on screen and those with something to mend. */
export function SectionNav() {
  const { errors } = useFormState<FormValues>();
  const current = useSectionOnScreen();
  const atFault = sectionsAtFault(errors);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>(`[href="#${current}"]`);
    if (link) list.current?.scrollTo({ left: link.offsetLeft - list.current.clientWidth / 3 });
  }, [current]);
  return (
    <nav
      aria-label="Sections"
      className="sticky top-12 z-20 -mx-4 mb-6 border-b bg-background/95 px-4 backdrop-blur-sm md:top-0 md:-mx-8 md:px-8"
    >
      <ul ref={list} className="relative -mx-2 flex overflow-x-auto [scrollbar-width:none]">
        {SECTIONS.map(({ id, label }) => (
          <li key={id} className="shrink-0">
            <a
              href={`#${id}`}
              aria-current={id === current ? "true" : undefined}
              className={cn(
                "focus-ring relative flex h-10 items-center gap-1.5 px-2 text-muted-foreground text-sm transition-colors duration-100 hover:text-foreground focus-visible:-outline-offset-4",
                "after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 aria-[current]:text-foreground aria-[current]:after:bg-foreground",
              )}
            >
              {label}
              {atFault.includes(id) && (
                <>
                  <StatusDot tone="danger" />
                  <span className="sr-only">, needs another look</span>
                </>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How far below the window's top a part has to begin to be the one that is read. */
const READING_LINE = 160;

function useSectionOnScreen(): SectionId {
  const [current, setCurrent] = useState<SectionId>("basics");
  useEffect(() => {
    const look = () => {
      const begun = SECTIONS.filter(({ id }) => {
        const section = document.getElementById(id);
        return section && section.getBoundingClientRect().top <= READING_LINE;
      });
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      setCurrent((atEnd && window.scrollY > 0 ? SECTIONS.at(-1)?.id : begun.at(-1)?.id) ?? "basics");
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, []);
  return current;
}
