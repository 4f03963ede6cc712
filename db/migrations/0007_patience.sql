ALTER TABLE "attempts" ADD COLUMN "counted" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "uncounted_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "restarted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "resume_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "resume_status" integer;--> statement-breakpoint
CREATE INDEX "jobs_ended" ON "jobs" USING btree ("webhook_id","finished_at") WHERE "jobs"."status" in ('succeeded', 'failed') and not "jobs"."is_test";