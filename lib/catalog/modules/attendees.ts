import { z } from "zod";
import { eventType, moduleTypes } from "../define";

const attendee = z.object({
  id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string(),
  /** Null is an attendee without a ticket. */
  ticket_type: z.string().nullable(),
  attendee_type: z.string(),
  /** BCP 47, as in "en" or "pt-BR". */
  language: z.string(),
  custom_fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
});

const sample = {
  id: "att_4Kd81",
  first_name: "Grace",
  last_name: "Hopper",
  email: "grace@example.org",
  ticket_type: "Sponsor",
  attendee_type: "Speaker",
  language: "en",
  custom_fields: { company: "Compilers Ltd", tshirt: "M" },
  created_at: "2026-04-02T08:15:00Z",
  updated_at: "2026-04-18T09:30:00Z",
};

export const attendeeTypes = moduleTypes("Attendees", [
  eventType({
    name: "attendee.created",
    description: "An attendee was added to an event.",
    data: attendee,
    sample,
  }),
  eventType({
    name: "attendee.updated",
    description: "An attendee's details changed.",
    data: attendee,
    sample,
    sampleChanges: {
      ticket_type: ["Visitor", "Sponsor"],
      attendee_type: ["Guest", "Speaker"],
      updated_at: ["2026-04-02T08:15:00Z", "2026-04-18T09:30:00Z"],
    },
  }),
  eventType({ name: "attendee.deleted", description: "An attendee was removed.", data: attendee, sample }),
]);
