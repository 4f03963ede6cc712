"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { applyFaults } from "@/components/forms/apply-faults";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { FieldGroup } from "@/components/ui/field-set";
import { Input } from "@/components/ui/input";
import { setUp } from "@/lib/auth/actions";
import { MIN_PASSWORD, type SetupInput, setupInput } from "@/lib/auth/schema";
import { PasswordInput } from "./password-input";
import { signIn } from "./sign-in";

const tall = "h-9 pointer-coarse:h-10";

export function SetupForm() {
  const form = useForm<SetupInput>({
    resolver: zodResolver(setupInput),
    mode: "onTouched",
    defaultValues: { organisationName: "", name: "", email: "", password: "" },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    const result = await setUp(input);
    if (!result.ok) return applyFaults(form, result);
    const refusal = await signIn(input, "/");
    if (refusal) form.setError("root", { message: `Your organisation is made. ${refusal}` });
  });

  return (
    <form method="post" noValidate onSubmit={submit}>
      <FieldGroup>
        <FormError message={errors.root?.message} />
        <Field error={errors.organisationName?.message} required>
          <FieldLabel>Organisation</FieldLabel>
          <Input autoComplete="organization" className={tall} {...form.register("organisationName")} />
          <FieldDescription>Whose webhooks these are. Shown at the top of the console.</FieldDescription>
          <FieldError />
        </Field>
        <Field error={errors.name?.message} required>
          <FieldLabel>Your name</FieldLabel>
          <Input autoComplete="name" className={tall} {...form.register("name")} />
          <FieldError />
        </Field>
        <Field error={errors.email?.message} required>
          <FieldLabel>E-mail address</FieldLabel>
          <Input type="email" autoComplete="username" className={tall} {...form.register("email")} />
          <FieldError />
        </Field>
        <Field error={errors.password?.message} required>
          <FieldLabel>Password</FieldLabel>
          <PasswordInput autoComplete="new-password" {...form.register("password")} />
          <FieldDescription>
            At least {MIN_PASSWORD} characters. A few words that do not belong together are easy to keep in
            mind.
          </FieldDescription>
          <FieldError />
        </Field>
        <Button type="submit" size="lg" pending={isSubmitting || (isSubmitSuccessful && !errors.root)}>
          Create organisation
        </Button>
      </FieldGroup>
    </form>
  );
}
