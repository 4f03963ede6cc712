import { createHash } from "node:crypto";
import type { OrgId } from "@/db/ids";
import type { calendarEventRegistrations, calendarEvents } from "@/db/schema";

type Registration = typeof calendarEventRegistrations.$inferSelect;
type Event = Pick<typeof calendarEvents.$inferSelect, "id" | "title" | "slug" | "customMetadata">;

const VERSION = "1.0";

/**
 * What a registration, or its withdrawal, tells receivers: the payload of Tightknit's page on webhooks. The workspace it names is the organisation.
 * @param at when it happened
 */
export function registrationPayload(
  status: "registered" | "unregistered",
  event: Event,
  registration: Registration,
  at: Date,
) {
  const { firstName, lastName, displayName, email, profileFields } = registration;
  return {
    version: VERSION,
    action: `calendar_event.user_${status}`,
    status,
    date: at.toISOString(),
    custom_metadata: event.customMetadata,
    event: { id: event.id, title: event.title, slug: event.slug },
    source: {
      slack_workspace_id: registration.orgId as string,
      ...(registration.channelId && { slack_channel_id: registration.channelId }),
    },
    user: {
      id: registration.memberId,
      first_name: firstName,
      last_name: lastName,
      real_name: `${firstName} ${lastName}`,
      display_name: displayName,
      email,
      profile_fields: profileFields,
    },
  };
}

/** A member's id, the same for the same address whatever its case, and another one in another organisation. */
export function memberIdOf(orgId: OrgId, email: string): string {
  return `mem_${createHash("sha256").update(`${orgId} ${email.toLowerCase()}`).digest("hex").slice(0, 20)}`;
}
