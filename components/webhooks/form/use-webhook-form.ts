"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Resolver, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFaults } from "@/components/forms/apply-faults";
import { createWebhook, updateWebhook } from "@/lib/webhooks/actions";
import type { Webhook } from "@/lib/webhooks/data";
import { webhookQueries } from "@/lib/webhooks/queries";
import { type WebhookInput, webhookInput } from "@/lib/webhooks/schema";
import { changedIn, type FormValues, newHostOf, newValues, toInput, valuesOf } from "./form-values";
import { refusedPattern } from "./written-patterns";

/** The settings go to the server as they were typed, so that it refuses and accepts the very same. */
const check = zodResolver(webhookInput, undefined, { raw: true });

type WebhookResolver = Resolver<FormValues, unknown, WebhookInput>;

/** @param known the event types there are: a pattern that is still being written is refused at its own field. */
const resolverFor =
  (known: string[]): WebhookResolver =>
  async (values, context, options) => {
    const refused = refusedPattern(values.pattern, known);
    const input = toInput(refused ? { ...values, pattern: "" } : values);
    const result = await check(input, context, options as unknown as Parameters<typeof check>[2]);
    const errors = refused && { ...result.errors, pattern: { type: "custom", message: refused.message } };
    // The fields of an input are those of the form.
    return (errors ? { values: {}, errors } : result) as Awaited<ReturnType<WebhookResolver>>;
  };

type WebhookFormOptions = { known: string[]; webhook: Webhook | undefined; startUrl: string | undefined };

/** The state of the form for a new webhook, or for one that is there, and saving it. */
export function useWebhookForm({ known, webhook, startUrl }: WebhookFormOptions) {
  const router = useRouter();
  const client = useQueryClient();
  const [start] = useState(() => (webhook ? valuesOf(webhook) : newValues(startUrl)));
  const form = useForm<FormValues, unknown, WebhookInput>({
    resolver: resolverFor(known),
    defaultValues: start,
  });

  function save(input: WebhookInput) {
    if (!webhook) return createWebhook(input);
    const values = form.getValues();
    const confirmed = values.takeAlongTo !== "" && values.takeAlongTo === newHostOf(values);
    const patch = { ...changedIn(toInput(start), input), ...(confirmed && { keepForNewHost: true }) };
    return updateWebhook({ id: webhook.id, patch });
  }

  const submit = form.handleSubmit(async (input) => {
    const result = await save(input);
    if (!result.ok) {
      applyFaults(form, result);
      return;
    }
    client.setQueryData(webhookQueries.detail(result.value.id).queryKey, result.value);
    await client.invalidateQueries({ queryKey: webhookQueries.all(), refetchType: "none" });
    toast.success(webhook ? "Changes saved" : `“${result.value.name}” was created`);
    form.reset(form.getValues());
    router.push(`/developers/webhooks/${result.value.id}`);
    router.refresh();
  });

  return { form, submit };
}
