import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/utils";
import type { Examination, Finding } from "@/lib/webhooks/signing/examine";

const looks = {
  ok: { icon: CircleCheck, className: "text-success", word: "Fine: " },
  warning: { icon: TriangleAlert, className: "text-warning", word: "Note: " },
  problem: { icon: CircleX, className: "text-danger", word: "Wrong: " },
} as const;

const subjects: Record<Finding["what"], string> = {
  headers: "Headers",
  sender: "Sender",
  timestamp: "Time",
  signature: "Signature",
};

/** What came of a check, each thing looked at with its verdict. */
export function Findings({ examination: { ok, findings } }: { examination: Examination }) {
  return (
    <div className="mt-4 overflow-hidden rounded-lg border">
      <p
        className={cn(
          "border-b px-3 py-2 font-medium text-sm",
          ok ? "bg-success-soft text-success-foreground" : "bg-danger-soft text-danger-foreground",
        )}
      >
        {ok ? "The signature is right" : "The signature can’t be confirmed"}
      </p>
      <ul>
        {findings.map(({ what, state, text }) => {
          const { icon: Icon, className, word } = looks[state];
          return (
            <li key={what} className="flex gap-2.5 border-b px-3 py-2 text-sm last:border-0">
              <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", className)} />
              <span className="min-w-0">
                <span className="font-medium">{subjects[what]}</span>
                <span className="block text-pretty text-muted-foreground [overflow-wrap:anywhere]">
                  <span className="sr-only">{word}</span>
                  {text}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
