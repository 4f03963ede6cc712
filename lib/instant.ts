import { z } from "zod";

/**
 * A moment as callers write it (RFC 3339): a day that the calendar has, with any offset. JavaScript and PostgreSQL hold each of them (db/times.ts) to the
 * millisecond: digits beyond are cut off, never rounded up. A leap second, which neither holds, is refused.
 */
export const instant = z.iso.datetime({ offset: true, error: "Write the time as 2026-04-18T09:30:00Z." });
