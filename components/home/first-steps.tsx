import { Check } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { can, type Role } from "@/lib/auth/permissions";
import type { FirstSteps as Steps } from "@/lib/home/data";
import { cn } from "@/lib/utils";

type Step = { done: boolean; title: string; text: string; href: Route; action: string };

function stepsFrom(steps: Steps): Step[] {
  return [
    {
      done: steps.webhook,
      title: "Create a webhook",
      text: "Say where events go and which ones. No receiver yet? Make a test endpoint and point it there.",
      href: "/developers/webhooks/new",
      action: "Create webhook",
    },
    {
      done: steps.activeWebhook,
      title: "Activate it",
      text: "A webhook waits until you switch it on.",
      href: "/developers/webhooks",
      action: "Open webhooks",
    },
    {
      done: steps.apiKey,
      title: "Create an API key",
      text: "Your platform sends events to Hookyard with it.",
      href: "/developers/api-keys",
      action: "Create API key",
    },
    {
      done: steps.job,
      title: "Send an event",
      text: "One call of the API, or “Send test event” on the webhook. Its job appears here within a second.",
      href: "/developers/jobs",
      action: "Open jobs",
    },
  ];
}

/** What is left to do until the first delivery; the next step alone has a button. */
export function FirstSteps({ steps, role }: { steps: Steps; role: Role }) {
  const list = stepsFrom(steps);
  const next = list.find(({ done }) => !done);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Towards the first delivery</CardTitle>
        <CardDescription>Four steps, a few minutes.</CardDescription>
      </CardHeader>
      <ol className="border-t">
        {list.map((step, index) => (
          <li key={step.title} className="flex items-start gap-3 border-b px-4 py-3 last:border-0">
            <StepMark number={index + 1} done={step.done} current={step === next} />
            <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-6 gap-y-2">
              <div className="min-w-0 flex-1 basis-60">
                <p className={cn("font-medium text-sm", step.done && "text-muted-foreground")}>
                  {step.title}
                </p>
                <p className="text-pretty text-muted-foreground text-sm">{step.text}</p>
              </div>
              {step === next && can(role, "webhooks.write") && (
                <Button asChild>
                  <Link href={step.href}>{step.action}</Link>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepMark({ number, done, current }: { number: number; done: boolean; current: boolean }) {
  return (
    <span
      className={cn(
        "figures grid size-5 shrink-0 place-content-center rounded-full border font-medium text-2xs",
        done && "border-transparent bg-success-soft text-success-foreground",
        current && "border-brand text-brand",
        !done && !current && "text-muted-foreground",
      )}
    >
      {done ? <Check aria-hidden className="size-3" /> : number}
      <span className="sr-only">{done ? "Done" : ""}</span>
    </span>
  );
}
