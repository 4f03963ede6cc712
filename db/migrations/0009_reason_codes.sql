ALTER TABLE "jobs" ADD COLUMN "cancel_code" text;--> statement-breakpoint
UPDATE "jobs" SET "cancel_code" = CASE WHEN "reason" LIKE 'Cancelled by %' THEN 'by_hand' WHEN "reason" LIKE 'The webhook was deleted%' THEN 'webhook_deleted' ELSE 'webhook_off' END
WHERE "status" = 'cancelled';--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "missed_after" text;--> statement-breakpoint
-- Room on the page buys nothing here: status and due time are in indexes, so no update is a heap-only one.
ALTER TABLE "jobs" RESET (fillfactor);--> statement-breakpoint
-- Written at the one end and deleted by retention at the other: a fifth of a large table is too long to wait.
ALTER TABLE "attempts" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "events" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
