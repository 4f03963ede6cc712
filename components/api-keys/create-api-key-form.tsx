"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { applyFaults } from "@/components/forms/apply-faults";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import {
  DialogBody,
  DialogClose,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { createApiKey } from "@/lib/api-keys/actions";
import { type ApiKeyInput, apiKeyInput } from "@/lib/api-keys/schema";

export function CreateApiKeyForm({ onCreated }: { onCreated: (key: string) => void }) {
  const form = useForm<ApiKeyInput>({ resolver: zodResolver(apiKeyInput), defaultValues: { name: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    const result = await createApiKey(input);
    if (result.ok) onCreated(result.value.key);
    else applyFaults(form, result);
  });

  return (
    <form noValidate onSubmit={submit}>
      <DialogHeader>
        <DialogTitle>Create API key</DialogTitle>
        <DialogDescription>You will see the key once, right after.</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <FormError message={errors.root?.message} />
        <Field error={errors.name?.message} required>
          <FieldLabel>Name</FieldLabel>
          <Input placeholder="Production platform" autoComplete="off" {...form.register("name")} />
          <FieldError />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">Cancel</Button>
        </DialogClose>
        <Button type="submit" pending={isSubmitting}>
          Create key
        </Button>
      </DialogFooter>
    </form>
  );
}
