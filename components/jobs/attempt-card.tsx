import { ChevronRight, CircleCheck, CircleX, Hourglass } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { LocalTime } from "@/components/ui/relative-time";
import { formatDuration } from "@/lib/format";
import { statusLine } from "@/lib/http-status";
import type { AttemptView } from "@/lib/jobs/data";
import { errorClassWords, fixOf, UNCOUNTED } from "@/lib/jobs/words";
import { BodyView } from "./body-view";
import { HeadersTable } from "./headers-table";
import { TimingBar } from "./timing-bar";

/** One HTTP exchange: what was sent, what came back, how long it took, and what was wrong. */
export function AttemptCard({ attempt, open }: { attempt: AttemptView; open: boolean }) {
  const fix = fixOf(attempt);
  return (
    <details open={open} className="group min-w-0 rounded-lg border bg-card shadow-xs">
      <summary className="focus-ring flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-4 py-3 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted-foreground transition-transform duration-100 group-open:rotate-90"
        />
        <h3 className="figures font-medium">Attempt {attempt.number}</h3>
        <Outcome attempt={attempt} />
        <span className="figures ml-auto text-muted-foreground text-xs">
          {formatDuration(attempt.timings.totalMs)} · <LocalTime value={attempt.startedAt} />
        </span>
      </summary>
      <div className="grid gap-4 border-t p-4">
        {attempt.errorMessage && (
          <Alert tone={attempt.counted ? "danger" : "warning"}>
            <p>{attempt.errorMessage}</p>
            {!attempt.counted && <p className="mt-1">{UNCOUNTED}</p>}
            {fix && <p className="mt-1 text-foreground">{fix}</p>}
          </Alert>
        )}
        <TimingBar timings={attempt.timings} />
        <div className="grid gap-4 xl:grid-cols-2">
          <Request attempt={attempt} />
          <Response attempt={attempt} />
        </div>
      </div>
    </details>
  );
}

function Outcome({ attempt: { errorClass, responseStatus, counted } }: { attempt: AttemptView }) {
  const text =
    responseStatus !== null ? statusLine(responseStatus) : errorClassWords(errorClass ?? "network");
  if (!counted) {
    return (
      <span className="figures flex items-center gap-1.5 text-warning-foreground">
        <Hourglass aria-hidden className="size-4" />
        {text}
        <span className="sr-only">, not counted</span>
      </span>
    );
  }
  return errorClass === null ? (
    <span className="figures flex items-center gap-1.5 text-success-foreground">
      <CircleCheck aria-hidden className="size-4" />
      {text}
      <span className="sr-only">, succeeded</span>
    </span>
  ) : (
    <span className="figures flex items-center gap-1.5 text-danger-foreground">
      <CircleX aria-hidden className="size-4" />
      {text}
      <span className="sr-only">, failed</span>
    </span>
  );
}

function Request({ attempt }: { attempt: AttemptView }) {
  const body = attempt.requestBody;
  return (
    <section className="grid min-w-0 content-start gap-3">
      <h4 className="font-medium text-sm">Request</h4>
      <p className="wrap-anywhere font-mono text-xs">
        {attempt.method} {attempt.url}
      </p>
      <HeadersTable headers={attempt.requestHeaders} caption="Request headers" />
      <BodyView
        title="Payload"
        body={{ encoding: "text", content: body, bytes: new TextEncoder().encode(body).length }}
      />
    </section>
  );
}

function Response({ attempt }: { attempt: AttemptView }) {
  const { responseStatus, responseHeaders, responseBody, responseTruncated } = attempt;
  return (
    <section className="grid min-w-0 content-start gap-3">
      <h4 className="font-medium text-sm">Response</h4>
      {responseStatus === null ? (
        <p className="text-muted-foreground text-sm">No response came.</p>
      ) : (
        <>
          <p className="font-mono text-xs">HTTP {statusLine(responseStatus)}</p>
          <HeadersTable headers={responseHeaders ?? []} caption="Response headers" />
          {responseBody && <BodyView title="Body" body={responseBody} cut={responseTruncated} />}
        </>
      )}
    </section>
  );
}
