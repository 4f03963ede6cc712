"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Controller, type UseFormReturn, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFaults } from "@/components/forms/apply-faults";
import { FormError } from "@/components/forms/form-error";
import { UnsavedGuard } from "@/components/forms/unsaved-guard";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter } from "@/components/ui/card";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { createCalendarEvent, updateCalendarEvent } from "@/lib/modules/calendar-events/actions";
import type { CalendarEvent } from "@/lib/modules/calendar-events/data";
import { calendarEventQueries } from "@/lib/modules/calendar-events/queries";
import { type CalendarEventInput, calendarEventInput, slugOf } from "@/lib/modules/calendar-events/schema";
import { DataEndpointField } from "./data-endpoint-field";
import { StartField } from "./start-field";

export type EventForm = UseFormReturn<CalendarEventInput>;
type CalendarEventFormProps = { event?: CalendarEvent; webhooks: { id: string; name: string }[] };

/** Creates a calendar event, or changes one. */
export function CalendarEventForm({ event, webhooks }: CalendarEventFormProps) {
  const router = useRouter();
  const client = useQueryClient();
  const form = useForm<CalendarEventInput>({
    resolver: zodResolver(calendarEventInput),
    defaultValues: valuesOf(event),
  });
  const { errors, isSubmitting, isSubmitted, isSubmitSuccessful, isDirty, dirtyFields } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    const result = event
      ? await updateCalendarEvent({ id: event.id, input })
      : await createCalendarEvent(input);
    if (!result.ok) return applyFaults(form, result);
    await client.invalidateQueries({ queryKey: calendarEventQueries.all(), refetchType: "none" });
    toast.success(event ? "The event was saved" : `“${result.value.title}” was created`);
    router.push(`/modules/calendar-events/${result.value.id}` as Route);
    router.refresh();
  });

  return (
    <form noValidate onSubmit={submit}>
      <UnsavedGuard when={isDirty && !isSubmitSuccessful} />
      <Card>
        <CardContent className="grid gap-5 pt-4">
          <FormError message={errors.root?.message} />
          <Field error={errors.title?.message} required>
            <FieldLabel>Title</FieldLabel>
            <Input
              autoComplete="off"
              placeholder="Spring meetup"
              {...form.register("title", {
                onChange: ({ target }) => {
                  // Proposed from the title until somebody writes one.
                  if (!event && !dirtyFields.slug)
                    form.setValue("slug", slugOf(target.value), { shouldValidate: isSubmitted });
                },
              })}
            />
            <FieldError />
          </Field>
          <Field error={errors.slug?.message} required>
            <FieldLabel>Short name</FieldLabel>
            <Input
              autoComplete="off"
              spellCheck={false}
              autoCapitalize="none"
              className="font-mono"
              placeholder="spring-meetup"
              {...form.register("slug")}
            />
            <FieldError />
            <FieldDescription>For addresses; sent along as the event’s slug.</FieldDescription>
          </Field>
          <StartField form={form} />
          <Controller
            control={form.control}
            name="dataEndpointId"
            render={({ field, fieldState }) => (
              <DataEndpointField
                webhooks={webhooks}
                value={field.value ?? null}
                onChange={field.onChange}
                error={fieldState.error?.message}
              />
            )}
          />
          <Field error={errors.customMetadata?.message}>
            <FieldLabel>Webhook Custom Metadata</FieldLabel>
            <Textarea
              className="font-mono text-xs"
              spellCheck={false}
              placeholder="crm-campaign=spring"
              {...form.register("customMetadata")}
            />
            <FieldError />
            <FieldDescription>
              Sent along with every registration as <code className="font-mono">custom_metadata</code>, for
              the receiver to make sense of.
            </FieldDescription>
          </Field>
        </CardContent>
        <CardFooter className="justify-end">
          <Button asChild variant="outline">
            <Link
              href={(event ? `/modules/calendar-events/${event.id}` : "/modules/calendar-events") as Route}
            >
              Cancel
            </Link>
          </Button>
          <Button type="submit" pending={isSubmitting}>
            {event ? "Save event" : "Create event"}
          </Button>
        </CardFooter>
      </Card>
    </form>
  );
}

function valuesOf(event: CalendarEvent | undefined): CalendarEventInput {
  return {
    title: event?.title ?? "",
    slug: event?.slug ?? "",
    startsAt: event?.startsAt ?? "",
    customMetadata: event?.customMetadata ?? "",
    dataEndpointId: event?.dataEndpoint?.id ?? null,
  };
}
