import { queryOptions } from "@tanstack/react-query";
import { unwrap } from "@/lib/live/failure";
import * as actions from "./form-actions";
import type { PreviewInput, PreviewSample } from "./preview-settings";

const MINUTE_MS = 60_000;
/** Previews hold header values as they were typed: they are not kept once nobody looks. */
const PREVIEW = { gcTime: 5_000, staleTime: 5_000, retry: false } as const;

/** What the form asks while it is filled in. An answer is for the very input that is in its key. */
export const formQueries = {
  url: (url: string) =>
    queryOptions({
      queryKey: ["webhook-form", "url", url],
      queryFn: async () => unwrap(await actions.checkWebhookUrl({ url })),
      staleTime: MINUTE_MS,
    }),
  filterVariables: (subscriptions: string[]) =>
    queryOptions({
      queryKey: ["webhook-form", "filter-variables", subscriptions],
      queryFn: async () => unwrap(await actions.listFilterVariables({ subscriptions })),
      staleTime: MINUTE_MS,
    }),
  filterCheck: (filter: string, subscriptions: string[]) =>
    queryOptions({
      queryKey: ["webhook-form", "filter-check", filter, subscriptions],
      queryFn: async () => unwrap(await actions.checkWebhookFilter({ filter, subscriptions })),
      staleTime: MINUTE_MS,
    }),
  templateCheck: (template: string) =>
    queryOptions({
      queryKey: ["webhook-form", "template-check", template],
      queryFn: async () => unwrap(await actions.checkWebhookTemplate({ template })),
      staleTime: MINUTE_MS,
    }),
  targetValues: () =>
    queryOptions({
      queryKey: ["webhook-form", "target-values"],
      queryFn: async () => unwrap(await actions.listAttendeeValues({})),
      staleTime: MINUTE_MS,
    }),
  request: (settings: PreviewInput, sample: PreviewSample) =>
    queryOptions({
      ...PREVIEW,
      queryKey: ["webhook-form", "request", settings, sample],
      queryFn: async () => unwrap(await actions.previewWebhookRequest({ settings, sample })),
    }),
  matches: ({ subscriptions, filter, targets }: PreviewInput) =>
    queryOptions({
      ...PREVIEW,
      // Events go on coming in while somebody fills in the form.
      staleTime: 0,
      refetchInterval: 5_000,
      queryKey: ["webhook-form", "matches", subscriptions, filter, targets],
      queryFn: async () => unwrap(await actions.previewWebhookMatches({ subscriptions, filter, targets })),
    }),
};
