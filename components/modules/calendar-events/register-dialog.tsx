"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { applyFaults } from "@/components/forms/apply-faults";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { registerMember } from "@/lib/modules/calendar-events/actions";
import type { CalendarEvent } from "@/lib/modules/calendar-events/data";
import { type RegistrationInput, registrationInput } from "@/lib/modules/calendar-events/schema";
import { useTold } from "./use-told";

/** Registers a member for the event, as the platform would. */
export function RegisterDialog({ event }: { event: CalendarEvent }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>
          <UserPlus aria-hidden /> Register member
        </Button>
      </DialogTrigger>
      <DialogContent>
        <RegisterForm event={event} onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function RegisterForm({ event, onDone }: { event: CalendarEvent; onDone: () => void }) {
  const told = useTold();
  const form = useForm<RegistrationInput>({
    resolver: zodResolver(registrationInput),
    defaultValues: { email: "", firstName: "", lastName: "" },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (member) => {
    const result = await registerMember({ id: event.id, member });
    if (!result.ok) return applyFaults(form, result);
    onDone();
    const name = `${member.firstName} ${member.lastName}`;
    await told(`${name} is registered`, "calendar_event.user_registered", result.value.eventId);
  });

  return (
    <form noValidate onSubmit={submit}>
      <DialogHeader>
        <DialogTitle>Register member</DialogTitle>
        <DialogDescription>
          For “{event.title}”.{" "}
          {event.dataEndpoint
            ? `“${event.dataEndpoint.name}” and all webhooks that subscribe are told.`
            : "All webhooks that subscribe are told."}
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <FormError message={errors.root?.message} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field error={errors.firstName?.message} required>
            <FieldLabel>First name</FieldLabel>
            <Input autoComplete="off" {...form.register("firstName")} />
            <FieldError />
          </Field>
          <Field error={errors.lastName?.message} required>
            <FieldLabel>Last name</FieldLabel>
            <Input autoComplete="off" {...form.register("lastName")} />
            <FieldError />
          </Field>
        </div>
        <Field error={errors.email?.message} required>
          <FieldLabel>E-mail address</FieldLabel>
          <Input type="email" autoComplete="off" {...form.register("email")} />
          <FieldError />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">Cancel</Button>
        </DialogClose>
        <Button type="submit" pending={isSubmitting}>
          Register
        </Button>
      </DialogFooter>
    </form>
  );
}
