import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-heading";
import { SignInForm } from "@/components/auth/sign-in-form";
import { Alert } from "@/components/ui/alert";
import { safeCallback } from "@/lib/auth/callback-url";
import { getCtx, hasSession } from "@/lib/auth/session";
import { needsSetup } from "@/lib/auth/setup";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  if (await needsSetup()) redirect("/setup");
  const callback = safeCallback((await searchParams).callbackUrl);
  if (await getCtx()) redirect(callback as Parameters<typeof redirect>[0]);
  return (
    <>
      <AuthHeading title="Sign in" description="To your organisation’s webhooks." />
      {(await hasSession()) && (
        <Alert tone="warning" className="mb-5">
          Your account belongs to no organisation here any more. Ask an admin to add you, or sign in with
          another.
        </Alert>
      )}
      <SignInForm callback={callback} />
    </>
  );
}
