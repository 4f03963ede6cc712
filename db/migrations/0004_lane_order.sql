DROP INDEX "jobs_waiting";--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "planned_by" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "jobs_in_order" ON "jobs" USING btree ("webhook_id","event_id") WHERE "jobs"."status" in ('queued', 'retrying');