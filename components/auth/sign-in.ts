import { signIn as nextAuthSignIn } from "next-auth/react";
import type { SignInInput } from "@/lib/auth/schema";

const REFUSALS: Record<string, string> = {
  CredentialsSignin: "This e-mail address and password do not match.",
  RateLimited: "Too many tries. Wait ten minutes, or use a browser you have signed in with before.",
  Busy: "Many people are signing in just now. Try again in a moment.",
};

/** Signs in and goes to `callback`. @returns what went wrong, in a sentence, or nothing while the page changes. */
export async function signIn(
  { email, password }: SignInInput,
  callback: string,
): Promise<string | undefined> {
  try {
    const response = await nextAuthSignIn("credentials", { email, password, redirect: false });
    if (response?.error) return REFUSALS[response.error] ?? "Signing in did not work. Try again in a moment.";
    // A whole page load: nothing of an earlier session stays in memory.
    window.location.assign(callback);
    return undefined;
  } catch {
    return "The server did not answer. Check your connection, then try again.";
  }
}
