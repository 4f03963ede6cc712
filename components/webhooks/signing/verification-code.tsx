"use client";

import { useAddressFilter } from "@/components/filters/use-address-filter";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Segmented } from "@/components/ui/segmented";
import { samplesFor } from "@/lib/webhooks/signing/samples";
import { highlight } from "./highlight";

/** How a receiver verifies this webhook's requests, in the language it is written in. */
export function VerificationCode({ url }: { url: string }) {
  const [params, change] = useAddressFilter();
  const samples = samplesFor({ url });
  const sample = samples.find(({ id }) => id === params.get("language")) ?? samples[0];
  if (!sample) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Verify in your receiver</CardTitle>
        <CardDescription>
          Nothing but the language’s own library. Keep the secret in WEBHOOK_SECRET, out of the code.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-3">
        <Segmented
          aria-label="Language"
          className="justify-self-start"
          options={samples.map(({ id, label }) => ({ value: id, label }))}
          value={sample.id}
          onChange={(language) => change({ language: language === samples[0]?.id ? null : language })}
        />
        <CodeBlock title={sample.file} code={sample.code} copyLabel="Copy code" wrap={false}>
          {highlight(sample.code)}
        </CodeBlock>
        <div className="grid gap-1 text-pretty text-muted-foreground text-xs">
          {sample.note && <p>{sample.note}</p>}
          {sample.library && (
            <p>
              Or use the Standard Webhooks library:{" "}
              <code className="font-mono text-foreground">{sample.library}</code>
            </p>
          )}
        </div>
      </CardContent>
    </Card>
  );
}
