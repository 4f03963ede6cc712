"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
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
import { createTestEndpoint } from "@/lib/test-endpoints/actions";
import { testEndpointQueries } from "@/lib/test-endpoints/queries";
import { type TestEndpointInput, testEndpointInput } from "@/lib/test-endpoints/schema";

/** Asks for a name and leads to the new endpoint. */
export function CreateTestEndpointDialog() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>
          <Plus aria-hidden />
          Create test endpoint
        </Button>
      </DialogTrigger>
      <DialogContent>
        <CreateForm />
      </DialogContent>
    </Dialog>
  );
}

function CreateForm() {
  const router = useRouter();
  const client = useQueryClient();
  const form = useForm<TestEndpointInput>({
    resolver: zodResolver(testEndpointInput),
    defaultValues: { name: "" },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    const result = await createTestEndpoint(input);
    if (!result.ok) return applyFaults(form, result);
    await client.invalidateQueries({ queryKey: testEndpointQueries.all(), refetchType: "none" });
    router.push(`/developers/test-endpoints/${result.value.id}`);
  });

  return (
    <form noValidate onSubmit={submit}>
      <DialogHeader>
        <DialogTitle>Create test endpoint</DialogTitle>
        <DialogDescription>It gets an address of its own on this server.</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <FormError message={errors.root?.message} />
        <Field error={errors.name?.message} required>
          <FieldLabel>Name</FieldLabel>
          <Input placeholder="Trying out registrations" autoComplete="off" {...form.register("name")} />
          <FieldError />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">Cancel</Button>
        </DialogClose>
        <Button type="submit" pending={isSubmitting}>
          Create
        </Button>
      </DialogFooter>
    </form>
  );
}
