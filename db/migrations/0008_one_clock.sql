-- A batch belongs to one organisation now. What is not done with yet is kept, an organisation a row.
ALTER TABLE "event_batches" ADD COLUMN "org_id" uuid;--> statement-breakpoint
ALTER TABLE "event_batches" ADD COLUMN "leased_until" timestamp with time zone;--> statement-breakpoint
INSERT INTO "event_batches" ("id", "org_id", "event_ids", "created_at")
SELECT min(e.id) || '-' || e.org_id, e.org_id, array_agg(e.id ORDER BY e.id), min(b.created_at)
FROM "event_batches" b JOIN "events" e ON e.id = ANY (b.event_ids) GROUP BY b.id, e.org_id;--> statement-breakpoint
DELETE FROM "event_batches" WHERE "org_id" IS NULL;--> statement-breakpoint
ALTER TABLE "event_batches" ALTER COLUMN "org_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "event_batches" DROP COLUMN "claimed_until";--> statement-breakpoint
CREATE INDEX "event_batches_org" ON "event_batches" USING btree ("org_id","id");--> statement-breakpoint

-- One due time a job: while it runs, it is that of its lease.
DROP INDEX "jobs_running";--> statement-breakpoint
DROP INDEX "jobs_due";--> statement-breakpoint
DROP INDEX "jobs_in_order";--> statement-breakpoint
UPDATE "jobs" SET "due_at" = "lease_until" WHERE "status" = 'running' AND "lease_until" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" DROP COLUMN "lease_until";--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("webhook_id","due_at") WHERE "jobs"."status" in ('queued', 'retrying', 'running');--> statement-breakpoint
CREATE INDEX "jobs_in_order" ON "jobs" USING btree ("webhook_id","event_id") WHERE "jobs"."status" in ('queued', 'retrying', 'running');--> statement-breakpoint

-- One due time a lane.
ALTER TABLE "lanes" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "leased_by" text;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "leased_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lanes" DROP COLUMN "wake_at";--> statement-breakpoint
ALTER TABLE "lanes" DROP COLUMN "planned_by";--> statement-breakpoint
UPDATE "lanes" l SET "due_at" = greatest(j.due_at, l.resume_at) FROM (SELECT webhook_id, min(due_at) AS due_at FROM "jobs" WHERE status IN ('queued', 'retrying', 'running') GROUP BY webhook_id) j WHERE j.webhook_id = l.webhook_id;--> statement-breakpoint
CREATE INDEX "lanes_due" ON "lanes" USING btree ("due_at") WHERE "lanes"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "lanes_leased" ON "lanes" USING btree ("leased_until") WHERE "lanes"."leased_until" is not null;--> statement-breakpoint
-- Runs of the functions that were; what they were for is due in the tables.
DELETE FROM "engine_runs" WHERE "function_id" IN ('hookyard-lane', 'hookyard-fan-out');--> statement-breakpoint

-- Every change of a webhook or a secret counts its organisation's version up, whoever makes it.
ALTER TABLE "organisations" ADD COLUMN "webhooks_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE FUNCTION "count_webhooks_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organisations SET webhooks_version = webhooks_version + 1 WHERE id IN (SELECT DISTINCT org_id FROM changed);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "webhooks_inserted" AFTER INSERT ON "webhooks" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_webhooks_version"();--> statement-breakpoint
CREATE TRIGGER "webhooks_updated" AFTER UPDATE ON "webhooks" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_webhooks_version"();--> statement-breakpoint
CREATE TRIGGER "webhooks_deleted" AFTER DELETE ON "webhooks" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_webhooks_version"();--> statement-breakpoint
CREATE TRIGGER "webhook_secrets_inserted" AFTER INSERT ON "webhook_secrets" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_webhooks_version"();--> statement-breakpoint
CREATE TRIGGER "webhook_secrets_updated" AFTER UPDATE ON "webhook_secrets" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_webhooks_version"();--> statement-breakpoint
CREATE TRIGGER "webhook_secrets_deleted" AFTER DELETE ON "webhook_secrets" REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "count_webhooks_version"();
--> statement-breakpoint
CREATE INDEX "lanes_paused" ON "lanes" USING btree ("org_id") WHERE "lanes"."resume_at" is not null;
