"use client";

import type { Route } from "next";
import { FormProvider } from "react-hook-form";
import { UnsavedGuard } from "@/components/forms/unsaved-guard";
import type { Webhook } from "@/lib/webhooks/data";
import { AttendeesSection } from "./attendees-section";
import { BasicsSection } from "./basics-section";
import { FilterSection } from "./filter-section";
import { FormatSection } from "./format-section";
import { HeadersSection } from "./headers-section";
import { LifecycleSection } from "./lifecycle-section";
import { LimitsSection } from "./limits-section";
import { PreviewPanel } from "./preview/preview-panel";
import { RetriesSection } from "./retries-section";
import { SaveBar } from "./save-bar";
import { SectionNav } from "./section-nav";
import { SigningSection } from "./signing-section";
import { type KnownType, SubscriptionsSection } from "./subscriptions-section";
import { useFieldChecks } from "./use-field-checks";
import { useWebhookForm } from "./use-webhook-form";

type WebhookFormProps = {
  types: KnownType[];
  /** The webhook to change; without one the form creates. */
  webhook?: Webhook;
  /** Put in at the start, such as the address of a test endpoint. */
  startUrl?: string;
  /** Whether the reader may see secrets. */
  maySeeSecrets?: boolean;
};

/** Creates a webhook or changes one: the one form, on the one schema, with the request it would send beside it. */
export function WebhookForm({ types, webhook, startUrl, maySeeSecrets = false }: WebhookFormProps) {
  const { form, submit } = useWebhookForm({ known: types.map(({ name }) => name), webhook, startUrl });
  const checks = useFieldChecks(form);
  const page = webhook ? (`/developers/webhooks/${webhook.id}` as Route) : undefined;
  const signing = webhook ? (`/developers/webhooks/${webhook.id}/signing` as Route) : undefined;
  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={submit}
        {...checks}
        // What gets the focus comes to rest between the bars above and below.
        className="[&_:is(input,textarea,button)]:scroll-my-28"
      >
        <UnsavedGuard when={form.formState.isDirty} />
        <SectionNav />
        <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]">
          <div className="min-w-0">
            <BasicsSection />
            <SubscriptionsSection types={types} />
            <AttendeesSection />
            <FilterSection />
            <FormatSection />
            <HeadersSection mayTakeAlong={maySeeSecrets} />
            <SigningSection href={signing} />
            <LifecycleSection webhook={webhook} />
            <RetriesSection />
            <LimitsSection />
          </div>
          <PreviewPanel webhookId={webhook?.id} types={types} />
        </div>
        <SaveBar label={webhook ? "Save changes" : "Create Webhook"} back={page ?? "/developers/webhooks"} />
      </form>
    </FormProvider>
  );
}
