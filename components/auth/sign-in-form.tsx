"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import { Field, FieldError, FieldLabel } from "@/components/ui/field";
import { FieldGroup } from "@/components/ui/field-set";
import { Input } from "@/components/ui/input";
import { type SignInInput, signInInput } from "@/lib/auth/schema";
import { PasswordInput } from "./password-input";
import { signIn } from "./sign-in";

export function SignInForm({ callback }: { callback: string }) {
  const form = useForm<SignInInput>({
    resolver: zodResolver(signInInput),
    defaultValues: { email: "", password: "" },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    const refusal = await signIn(input, callback);
    if (refusal) form.setError("root", { message: refusal });
  });

  return (
    // `post`: should it be sent before the page's script has loaded, the password stays out of the address.
    <form method="post" noValidate onSubmit={submit}>
      <FieldGroup>
        <FormError message={errors.root?.message} />
        <Field error={errors.email?.message} required>
          <FieldLabel>E-mail address</FieldLabel>
          <Input
            type="email"
            autoComplete="username"
            className="h-9 pointer-coarse:h-10"
            {...form.register("email")}
          />
          <FieldError />
        </Field>
        <Field error={errors.password?.message} required>
          <FieldLabel>Password</FieldLabel>
          <PasswordInput autoComplete="current-password" {...form.register("password")} />
          <FieldError />
        </Field>
        <Button type="submit" size="lg" pending={isSubmitting || (isSubmitSuccessful && !errors.root)}>
          Sign in
        </Button>
      </FieldGroup>
    </form>
  );
}
