import { PauseCircle } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { Hint } from "@/components/ui/tooltip";
import type { WebhookStatus } from "@/lib/webhooks/schema";
import { webhookStatusWords } from "@/lib/webhooks/words";

const tones: Record<WebhookStatus, Tone> = { active: "success", inactive: "neutral", disabled: "danger" };

type WebhookStatusBadgeProps = { status: WebhookStatus; reason?: string | null };

/** Whether the webhook is sent events; where Hookyard switched it off, why, on hover and focus. */
export function WebhookStatusBadge({ status, reason }: WebhookStatusBadgeProps) {
  const badge = (
    <StatusBadge tone={tones[status]} {...(status === "inactive" ? { icon: PauseCircle } : {})}>
      {webhookStatusWords[status]}
    </StatusBadge>
  );
  if (!reason) return badge;
  return (
    <Hint text={reason}>
      <button type="button" className="focus-ring relative z-10 cursor-help rounded-full">
        {badge}
        <span className="sr-only">: {reason}</span>
      </button>
    </Hint>
  );
}
