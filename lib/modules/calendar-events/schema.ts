import { z } from "zod";
import { instant } from "@/lib/instant";

const slug = z
  .string()
  .trim()
  .min(1, "Give a short name for addresses.")
  .max(100, "At most 100 characters.")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lower-case letters, digits and single hyphens between them.");

/** A calendar event as a person or a program gives it: the one schema of form and server. */
export const calendarEventInput = z.strictObject({
  title: z
    .string({ error: "Give the event a title." })
    .trim()
    .min(1, "Give the event a title.")
    .max(200, "At most 200 characters."),
  slug,
  startsAt: instant,
  /** Sent along with every registration. */
  customMetadata: z
    .string()
    .max(4_000, "At most 4000 characters.")
    .nullable()
    .default(null)
    .transform((text) => text || null),
  /** The webhook that gets the registrations directly. */
  dataEndpointId: z.uuid("Choose a webhook, or none.").nullable().default(null),
});
export type CalendarEventInput = z.input<typeof calendarEventInput>;
export type CalendarEventSettings = z.output<typeof calendarEventInput>;

const name = z.string().trim().max(100, "At most 100 characters.");

/** A member who registers. `channelId`: where in the organisation's workspace it was done, when that is known. */
export const registrationInput = z.strictObject({
  email: z
    .string({ error: "Give an e-mail address." })
    .trim()
    .max(254, "At most 254 characters.")
    .pipe(z.email("This is no e-mail address.")),
  firstName: name.min(1, "Give a first name."),
  lastName: name.min(1, "Give a last name."),
  /** The first name where it is left out. */
  displayName: name.default(""),
  profileFields: z
    .record(
      z.string().regex(/^[A-Za-z0-9_]{1,60}$/, "Use letters, digits and _ alone."),
      z.strictObject({ label: z.string().trim().min(1).max(100), value: z.string().trim().max(1_000) }),
    )
    .default({}),
  channelId: z.string().trim().max(100).nullable().default(null),
});
export type RegistrationInput = z.input<typeof registrationInput>;

/** `Spring meetup` → `spring-meetup`: what the form proposes. */
export function slugOf(title: string): string {
  const ascii = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 100)
    .replace(/^-+|-+$/g, "");
}
