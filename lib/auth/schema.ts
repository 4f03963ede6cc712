import { z } from "zod";

export const MIN_PASSWORD = 12;

const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Write an e-mail address, such as ada@example.org."))
  .pipe(z.string().max(254, "That is longer than an e-mail address can be."));

/** A password to be, by the rules of today. */
export const newPassword = z
  .string()
  .min(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters.`)
  .max(200, "Use at most 200 characters.")
  .refine((value) => new Set(value).size >= 5, "Use more different characters.");

const personName = z.string().trim().min(1, "Write your name.").max(80, "Use at most 80 characters.");

/** Signing in. The password's rules are those of the day it was chosen, so none is checked here. */
export const signInInput = z.object({
  email,
  password: z.string().min(1, "Write your password.").max(200, "That is longer than a password can be."),
});
export type SignInInput = z.infer<typeof signInInput>;

/** First-run setup: the organisation and its owner. */
export const setupInput = z
  .object({
    organisationName: z
      .string()
      .trim()
      .min(1, "Name your organisation.")
      .max(80, "Use at most 80 characters."),
    name: personName,
    email,
    password: newPassword,
  })
  .refine(({ email: address, password }) => password.toLowerCase() !== address, {
    path: ["password"],
    error: "Use something other than your e-mail address.",
  });
export type SetupInput = z.infer<typeof setupInput>;
