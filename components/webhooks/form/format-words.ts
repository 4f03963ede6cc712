import { Braces, FileCode2, Hash, type LucideIcon, MessageSquare, Package, Users } from "lucide-react";
import type { WebhookSettings } from "@/lib/webhooks/schema";

export type Format = WebhookSettings["format"];

/** What each format is for, and what to know of the receivers it is made for. */
export const formatAbout: Record<Format, { description: string; icon: LucideIcon; note?: string }> = {
  envelope: {
    description: "The event with its id, type and time around the data. For your own receivers.",
    icon: Package,
  },
  data: {
    description: "The record itself and nothing around it. The event's id is in the webhook-id header.",
    icon: Braces,
  },
  slack: {
    description: "A message for a Slack incoming webhook.",
    icon: Hash,
    note: "Slack takes about one message a second for each channel, and is sent no more unless a rate limit says so. It answers 403, 404 or 410 when the channel or its webhook is gone: trying again does not help then.",
  },
  teams: {
    description: "An Adaptive Card for a Teams workflow.",
    icon: Users,
    note: "For a workflow that begins with “When a Teams webhook request is received”. A 202 from Teams does not prove that the card appeared: it says that the request was taken. Look into the channel after a test event. About four requests a second are sent, as many as Teams takes, unless a rate limit says otherwise.",
  },
  webex: {
    description: "A Markdown message for a Webex incoming webhook.",
    icon: MessageSquare,
    note: "Messages are kept under 1,000 characters; longer ones end with an ellipsis. Webex has no cards here. One a second is sent, unless a rate limit says otherwise.",
  },
  template: {
    description: "A body of your own, written as a Liquid template.",
    icon: FileCode2,
  },
};
