CREATE TABLE "calendar_event_registrations" (
	"org_id" uuid NOT NULL,
	"calendar_event_id" uuid NOT NULL,
	"member_id" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"display_name" text NOT NULL,
	"email" text NOT NULL,
	"profile_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"channel_id" text,
	"registered_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_event_registrations_pk" PRIMARY KEY("org_id","calendar_event_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "calendar_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"org_id" uuid NOT NULL,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"custom_metadata" text,
	"data_endpoint_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_events_org_id" UNIQUE("org_id","id"),
	CONSTRAINT "calendar_events_slug" UNIQUE("org_id","slug")
);
--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "missed_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_event_registrations" ADD CONSTRAINT "calendar_event_registrations_event_fk" FOREIGN KEY ("org_id","calendar_event_id") REFERENCES "public"."calendar_events"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_data_endpoint_fk" FOREIGN KEY ("org_id","data_endpoint_id") REFERENCES "public"."webhooks"("org_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendar_events_starts" ON "calendar_events" USING btree ("org_id","starts_at");--> statement-breakpoint
CREATE INDEX "calendar_events_data_endpoint" ON "calendar_events" USING btree ("org_id","data_endpoint_id");