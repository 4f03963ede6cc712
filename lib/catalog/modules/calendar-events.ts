import { z } from "zod";
import { eventType, moduleTypes } from "../define";

/** The payload of Tightknit's calendar-event registrations. */
const registration = (status: "registered" | "unregistered") =>
  z.object({
    version: z.string(),
    action: z.string(),
    status: z.literal(status),
    date: z.iso.datetime({ offset: true }),
    custom_metadata: z.string().nullish(),
    event: z.object({ id: z.string(), title: z.string(), slug: z.string() }),
    source: z.object({ slack_workspace_id: z.string(), slack_channel_id: z.string().optional() }),
    user: z.object({
      id: z.string(),
      first_name: z.string(),
      last_name: z.string(),
      real_name: z.string(),
      display_name: z.string(),
      email: z.string(),
      profile_fields: z.record(z.string(), z.object({ label: z.string(), value: z.string() })),
    }),
  });

const sample = {
  date: "2026-04-18T09:30:00Z",
  custom_metadata: "crm-campaign=spring",
  event: { id: "evt_7Yt2", title: "Spring meetup", slug: "spring-meetup" },
  source: { slack_workspace_id: "T024BE7LD", slack_channel_id: "C061EG9SL" },
  user: {
    id: "U2147483697",
    first_name: "Ada",
    last_name: "Lovelace",
    real_name: "Ada Lovelace",
    display_name: "ada",
    email: "ada@example.org",
    profile_fields: { company: { label: "Company", value: "Analytical Engines" } },
  },
};

export const calendarEventTypes = moduleTypes("Calendar Events", [
  eventType({
    name: "calendar_event.user_registered",
    description: "A member registered for a calendar event.",
    data: registration("registered"),
    sample: { version: "1.0", action: "calendar_event.user_registered", status: "registered", ...sample },
  }),
  eventType({
    name: "calendar_event.user_unregistered",
    description: "A member's registration for a calendar event was withdrawn.",
    data: registration("unregistered"),
    sample: { version: "1.0", action: "calendar_event.user_unregistered", status: "unregistered", ...sample },
  }),
]);
