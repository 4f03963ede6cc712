import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-heading";
import { SetupForm } from "@/components/auth/setup-form";
import { needsSetup } from "@/lib/auth/setup";

export const metadata: Metadata = { title: "Set up" };
// Whether there is an organisation is known when it is asked, not when it is built.
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  if (!(await needsSetup())) redirect("/sign-in");
  return (
    <>
      <AuthHeading
        title="Set up Hookyard"
        description="Nobody has used this server yet. Name the organisation whose webhooks it will send, and make yourself its owner."
      />
      <SetupForm />
    </>
  );
}
