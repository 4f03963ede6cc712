"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { formatNumber } from "@/lib/format";
import { prettyJson } from "@/lib/pretty-json";
import type { ReadableBody } from "@/lib/readable-body";

type BodyViewProps = {
  title: string;
  body: ReadableBody;
  /** Reading stopped before its end. */
  cut?: boolean;
};

/** A body: laid out where it is JSON, and just as it came with a press. What is copied is always what came. */
export function BodyView({ title, body, cut = false }: BodyViewProps) {
  const [raw, setRaw] = useState(false);
  const pretty = body.encoding === "text" ? laidOut(body.content) : null;
  if (body.bytes === 0) return <p className="text-muted-foreground text-sm">{title}: empty</p>;
  return (
    <div className="grid gap-1.5">
      <CodeBlock
        title={
          <>
            {title} <span className="figures font-normal">· {formatNumber(body.bytes)} bytes</span>
          </>
        }
        code={body.content}
        copyLabel={`Copy ${title.toLowerCase()}`}
        actions={
          pretty !== null && (
            <Button variant="ghost" size="sm" aria-pressed={raw} onClick={() => setRaw(!raw)}>
              Raw
            </Button>
          )
        }
      >
        {raw || pretty === null ? body.content : pretty}
      </CodeBlock>
      {body.encoding === "base64" && (
        <p className="text-muted-foreground text-xs">These bytes are no text; they are shown in base64.</p>
      )}
      {cut && <p className="text-muted-foreground text-xs">It was longer; the rest was not read.</p>}
    </div>
  );
}

/** JSON over lines; of a form the JSON in its field `payload`. */
function laidOut(text: string): string | null {
  if (!text.startsWith("payload=")) return prettyJson(text);
  const payload = new URLSearchParams(text).get("payload");
  return payload === null ? null : prettyJson(payload);
}
