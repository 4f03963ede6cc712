"use client";

import { ChevronRight } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { cn } from "@/lib/utils";
import type { KnownType } from "../subscriptions-section";
import { MatchCount } from "./match-count";
import { MatchList } from "./match-list";
import { RequestPreview } from "./request-preview";
import { useChosenSample } from "./use-chosen-sample";
import { usePreviewSettings } from "./use-preview-settings";

type PreviewPanelProps = { webhookId: string | undefined; types: KnownType[] };

/** What the settings on the left come to, as they are changed: beside the form, and on narrow screens folded away below it. */
export function PreviewPanel(props: PreviewPanelProps) {
  const isWide = useIsWide();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <aside aria-label="Live preview" className="min-w-0 max-xl:border-t max-xl:py-4">
      <h2 className="hidden font-semibold text-base tracking-[-0.006em] xl:block">Live preview</h2>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="focus-ring flex h-9 w-full items-center gap-1.5 rounded-md font-semibold text-base xl:hidden"
      >
        <ChevronRight
          aria-hidden
          className={cn(
            "size-4 text-muted-foreground transition-transform duration-100",
            isOpen && "rotate-90",
          )}
        />
        Live preview
      </button>
      {(isWide || isOpen) && (
        <div className="xl:sticky xl:top-14 xl:max-h-[calc(100dvh-8rem)] xl:overflow-y-auto xl:pb-2">
          <PreviewTabs {...props} />
        </div>
      )}
    </aside>
  );
}

const WIDE = "(width >= 80rem)";

/** Where there is room beside the form. On the server there is: most people set webhooks up on a large screen. */
function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}

function PreviewTabs({ webhookId, types }: PreviewPanelProps) {
  const settings = usePreviewSettings(webhookId);
  const [sample, choose] = useChosenSample(settings.subscriptions ?? [], types);
  const [tab, setTab] = useState("request");
  return (
    <Tabs value={tab} onValueChange={setTab}>
      <TabsList aria-label="Live preview">
        <TabsTrigger value="request">Request</TabsTrigger>
        <TabsTrigger value="events">
          Recent events
          <MatchCount settings={settings} />
        </TabsTrigger>
      </TabsList>
      <TabsContent value="request" className="pt-3">
        <RequestPreview settings={settings} types={types} sample={sample} onChoose={choose} />
      </TabsContent>
      <TabsContent value="events" className="pt-3">
        <MatchList
          settings={settings}
          onShow={(eventId) => {
            choose({ eventId });
            setTab("request");
          }}
        />
      </TabsContent>
    </Tabs>
  );
}
