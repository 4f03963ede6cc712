import { foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment, orgId } from "./columns";
import { organisations } from "./organisations";
import { webhooks } from "./webhooks";

/** Calendar events that members register for. */
export const calendarEvents = pgTable(
  "calendar_events",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orgId: orgId().references(() => organisations.id, { onDelete: "cascade" }),
    title: text("title").notNull(),
    slug: text("slug").notNull(),
    startsAt: moment("starts_at").notNull(),
    /** Passed on with every registration, for the receiver to make sense of. */
    customMetadata: text("custom_metadata"),
    /** The webhook that gets this event's registrations directly. It can't be deleted while it is named here. */
    dataEndpointId: uuid("data_endpoint_id"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [
    unique("calendar_events_org_id").on(t.orgId, t.id),
    unique("calendar_events_slug").on(t.orgId, t.slug),
    index("calendar_events_starts").on(t.orgId, t.startsAt),
    index("calendar_events_data_endpoint").on(t.orgId, t.dataEndpointId),
    foreignKey({
      name: "calendar_events_data_endpoint_fk",
      columns: [t.orgId, t.dataEndpointId],
      foreignColumns: [webhooks.orgId, webhooks.id],
    }).onDelete("restrict"),
  ],
);

/** Who is registered now; withdrawn registrations are deleted. The member's details are kept as they were told. */
export const calendarEventRegistrations = pgTable(
  "calendar_event_registrations",
  {
    orgId: orgId(),
    calendarEventId: uuid("calendar_event_id").notNull(),
    /** The same for the same e-mail address, in all calendar events of an organisation. */
    memberId: text("member_id").notNull(),
    firstName: text("first_name").notNull(),
    lastName: text("last_name").notNull(),
    displayName: text("display_name").notNull(),
    email: text("email").notNull(),
    profileFields: jsonb("profile_fields")
      .$type<Record<string, { label: string; value: string }>>()
      .notNull()
      .default({}),
    /** Where it was made, when that is known: a channel of the organisation's workspace. */
    channelId: text("channel_id"),
    registeredAt: moment("registered_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({
      name: "calendar_event_registrations_pk",
      columns: [t.orgId, t.calendarEventId, t.memberId],
    }),
    foreignKey({
      name: "calendar_event_registrations_event_fk",
      columns: [t.orgId, t.calendarEventId],
      foreignColumns: [calendarEvents.orgId, calendarEvents.id],
    }).onDelete("cascade"),
  ],
);
