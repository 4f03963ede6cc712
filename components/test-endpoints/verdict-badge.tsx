import { ShieldAlert, ShieldCheck, ShieldQuestion, ShieldX } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { type SignatureVerdict, verdictWords } from "@/lib/test-endpoints/schema";

const looks = {
  valid: { tone: "success", icon: ShieldCheck },
  invalid: { tone: "danger", icon: ShieldX },
  missing: { tone: "warning", icon: ShieldAlert },
  unknown: { tone: "neutral", icon: ShieldQuestion },
} satisfies Record<SignatureVerdict, { tone: Tone; icon: typeof ShieldCheck }>;

/** Whether a request's signature verifies, by colour and word. */
export function VerdictBadge({ verdict }: { verdict: SignatureVerdict }) {
  return <StatusBadge {...looks[verdict]}>{verdictWords[verdict]}</StatusBadge>;
}
