import type { ReactNode } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatDuration } from "@/lib/format";
import type { Webhook } from "@/lib/webhooks/data";
import { targetWords } from "@/lib/webhooks/history-words";
import {
  contentTypeWords,
  failureRuleWords,
  formatWords,
  lifecycleWords,
  rateWords,
  retryWords,
} from "@/lib/webhooks/words";

/** How a webhook delivers, in words. */
export function SettingsCard({ webhook }: { webhook: Webhook }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Delivery</CardTitle>
      </CardHeader>
      <CardContent>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm">
          <Setting label="URL" wide>
            <span className="flex items-center gap-1">
              <code className="wrap-anywhere min-w-0 font-mono text-xs">
                {webhook.method} {webhook.url}
              </code>
              <CopyButton value={webhook.url} label="Copy URL" />
            </span>
          </Setting>
          <Setting label="Format">
            {formatWords[webhook.format]}, {contentTypeWords[webhook.contentType]}
          </Setting>
          <Setting label="Retries">{retryWords(webhook.retry)}</Setting>
          <Setting label="Lifecycle">{lifecycleWords[webhook.lifecycle]}</Setting>
          <Setting label="Failure rule">{failureRuleWords(webhook)}</Setting>
          <Setting label="Timeout">{formatDuration(webhook.timeoutMs)}</Setting>
          <Setting label="Limits">{limitWords(webhook)}</Setting>
          {webhook.targets.length > 0 && (
            <Setting label="Target attendees" wide>
              <ul>
                {webhook.targets.map((target) => (
                  <li key={`${target.field} ${target.key}`} className="break-words">
                    {targetWords(target)}
                  </li>
                ))}
              </ul>
            </Setting>
          )}
          {webhook.filter && (
            <Setting label="Filter" wide>
              <code className="break-words font-mono text-xs">{webhook.filter}</code>
            </Setting>
          )}
          {webhook.headerNames.length > 0 && (
            <Setting label="Headers" wide>
              <code className="break-words font-mono text-xs">{webhook.headerNames.join(", ")}</code>
            </Setting>
          )}
          <Setting label="Created">
            <RelativeTime value={webhook.createdAt} />
          </Setting>
          <Setting label="Last changed">
            <RelativeTime value={webhook.updatedAt} />
          </Setting>
        </dl>
      </CardContent>
    </Card>
  );
}

function limitWords(webhook: Webhook): string {
  const words = [rateWords(webhook), webhook.ordered && "one at a time, in order"].filter(Boolean).join(", ");
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : "None";
}

function Setting({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? "col-span-2" : undefined}>
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="mt-0.5 min-w-0">{children}</dd>
    </div>
  );
}
