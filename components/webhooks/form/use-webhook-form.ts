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
import { changedIn, type FormValues, newValues, toInput, valuesOf } from "./form-values";

/** The settings go to the server as they were typed, so that it refuses and accepts the very same. */
const check = zodResolver(webhookInput, undefined, { raw: true });
const resolver: Resolver<FormValues, unknown, WebhookInput> = async (values, context, options) => {
  const result = await check(toInput(values), context, options as unknown as Parameters<typeof check>[2]);
  // The fields of an input are those of the form.
  return result as Awaited<ReturnType<typeof resolver>>;
};

/** The state of the form for a new webhook, or for one that is there, and saving it. */
export function useWebhookForm(webhook: Webhook | undefined, startUrl: string | undefined) {
  const router = useRouter();
  const client = useQueryClient();
  const [start] = useState(() => (webhook ? valuesOf(webhook) : newValues(startUrl)));
  const form = useForm<FormValues, unknown, WebhookInput>({
    resolver,
    defaultValues: start,
  });

  const save = (input: WebhookInput) =>
    webhook
      ? updateWebhook({ id: webhook.id, patch: changedIn(toInput(start), input) })
      : createWebhook(input);

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
