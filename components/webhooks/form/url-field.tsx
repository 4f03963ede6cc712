"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, LoaderCircle, PlugZap, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldDescription, FieldError, FieldLabel } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formatDuration } from "@/lib/format";
import { messageOf, unwrap } from "@/lib/live/failure";
import { tryWebhookUrl } from "@/lib/webhooks/form-actions";
import { formQueries } from "@/lib/webhooks/form-queries";
import { urlShapeProblem } from "@/lib/webhooks/url-shape";
import { afterPress } from "./after-press";
import type { FormValues } from "./form-values";

/** The address: its shape and whether it may be reached are checked when the field is left, whether it answers when asked to. */
export function UrlField() {
  const { register, formState, control } = useFormContext<FormValues>();
  const url = useWatch({ control, name: "url" }).trim();
  const [left, setLeft] = useState("");
  const { onBlur, ...field } = register("url");
  const isWhole = urlShapeProblem(url) === null;
  const check = useQuery({ ...formQueries.url(url), enabled: isWhole && left === url });
  const refused = check.data?.ok === false ? check.data.reason : undefined;
  return (
    <Field error={formState.errors.url?.message ?? refused} required>
      <FieldLabel>URL</FieldLabel>
      <div className="flex gap-2">
        <Input
          type="url"
          inputMode="url"
          className="font-mono"
          placeholder="https://example.org/webhooks"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onBlur={(event) => {
            const { value } = event.target;
            afterPress(() => setLeft(value.trim()));
            void onBlur(event);
          }}
          {...field}
        />
      </div>
      <FieldError role="alert" />
      <FieldDescription>The address that receives the events. Redirects are not followed.</FieldDescription>
      <Reach
        key={url}
        url={url}
        isReady={isWhole && !refused}
        isChecking={check.isFetching}
        isChecked={check.data?.ok === true}
      />
    </Field>
  );
}

type ReachProps = { url: string; isReady: boolean; isChecking: boolean; isChecked: boolean };

/** Opens a connection when asked to, and sends nothing over it. */
function Reach({ url, isReady, isChecking, isChecked }: ReachProps) {
  const attempt = useMutation({ mutationFn: async () => unwrap(await tryWebhookUrl({ url })) });
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1 text-xs">
      <Button
        variant="outline"
        size="sm"
        disabled={!isReady}
        pending={attempt.isPending}
        onClick={() => attempt.mutate()}
      >
        <PlugZap aria-hidden /> Try to connect
      </Button>
      <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-muted-foreground">
        {attempt.data || attempt.error ? (
          <Outcome outcome={attempt.data} error={attempt.error} />
        ) : isChecking ? (
          <>
            <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> Checking the address…
          </>
        ) : (
          isChecked && (
            <>
              <CircleCheck aria-hidden className="size-3.5 shrink-0 text-success" /> This address may be used.
            </>
          )
        )}
      </p>
    </div>
  );
}

type Reached = Extract<Awaited<ReturnType<typeof tryWebhookUrl>>, { ok: true }>["value"];

function Outcome({ outcome, error }: { outcome: Reached | undefined; error: Error | null }) {
  if (outcome?.ok) {
    const { totalMs, isEncrypted } = outcome;
    return (
      <>
        <CircleCheck aria-hidden className="size-3.5 shrink-0 text-success" />
        <span className="figures">
          Connected in {formatDuration(totalMs)}
          {isEncrypted && ", with a valid certificate"}. Nothing was sent.
        </span>
      </>
    );
  }
  return (
    <>
      <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warning" />
      <span className="text-pretty text-warning-foreground">{outcome?.message ?? messageOf(error)}</span>
    </>
  );
}
