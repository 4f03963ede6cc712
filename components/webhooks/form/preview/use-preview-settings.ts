import { useMemo } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { PreviewInput } from "@/lib/webhooks/preview-settings";
import { type FormValues, toInput } from "../form-values";
import { useDebounced } from "../use-debounced";

const SETTLE_MS = 350;

/** The form's values that a preview depends on, once they stand still. */
export function usePreviewSettings(webhookId: string | undefined): PreviewInput {
  const { control, getValues } = useFormContext<FormValues>();
  const watched = useWatch({ control });
  const settings = useMemo(() => {
    // `watched` says when to look; while rows come and go it may lack some of them for a moment.
    const { name, url, method, contentType, format, template, headers, subscriptions, filter, targets } =
      toInput(watched && getValues());
    return JSON.stringify({
      id: webhookId,
      ...{ name, url, method, contentType, format, template, headers, subscriptions, filter, targets },
    });
  }, [watched, getValues, webhookId]);
  const settled = useDebounced(settings, SETTLE_MS);
  return useMemo(() => JSON.parse(settled) as PreviewInput, [settled]);
}
