import type { webhooks } from "@/db/schema";

type Settings = Pick<typeof webhooks.$inferSelect, "format" | "rateLimit">;

/**
 * Requests a second that the receiver of a format takes: Slack about one for each channel, a Teams workflow about four. Webex
 * publishes no figure for incoming webhooks and answers 429 when it is too many, so it gets the more careful of the two.
 */
const FORMAT_PER_SECOND: Partial<Record<Settings["format"], number>> = { slack: 1, teams: 4, webex: 1 };

/** What a webhook of this format starts at when it has no rate limit of its own; null where nothing is known. */
export const formatPace = (format: Settings["format"]): number | null => FORMAT_PER_SECOND[format] ?? null;

/** Requests a second that a webhook is sent at most, whatever its receiver says; null is no limit. */
export const limitOf = ({ format, rateLimit }: Settings): number | null => rateLimit ?? formatPace(format);
