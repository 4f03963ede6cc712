import type * as React from "react";
import { cn } from "@/lib/utils";
import { CopyButton } from "./copy-button";

type CodeBlockProps = Omit<React.ComponentProps<"figure">, "children" | "title"> & {
  code: string;
  /** Shown above it: a file's name, "Request body", a language. */
  title?: React.ReactNode;
  copyLabel?: string;
  /** Long lines wrap; without it they scroll. */
  wrap?: boolean;
  /** Beside the copy button. */
  actions?: React.ReactNode;
  /** In place of the plain text, such as highlighted spans; `code` is still what is copied. */
  children?: React.ReactNode;
};

/** What machines read, word for word, with a button that copies it. Focusable, since it may scroll. */
export function CodeBlock({
  code,
  title,
  copyLabel = "Copy",
  wrap = true,
  actions,
  children,
  className,
  ...props
}: CodeBlockProps) {
  return (
    <figure
      data-slot="code-block"
      className={cn("group/code relative min-w-0 overflow-hidden rounded-lg border bg-code", className)}
      {...props}
    >
      {title && (
        <figcaption className="flex min-h-9 items-center gap-2 border-b py-1 pr-1.5 pl-3 font-medium text-muted-foreground text-xs">
          <span className="min-w-0 flex-1 truncate">{title}</span>
          {actions}
          <CopyButton value={code} label={copyLabel} />
        </figcaption>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "focus-ring max-h-[32rem] overflow-auto p-3 font-mono text-xs leading-[1.125rem] focus-visible:-outline-offset-2",
          !title && "pr-11",
          wrap ? "whitespace-pre-wrap break-words [overflow-wrap:anywhere]" : "whitespace-pre",
        )}
      >
        <code>{children ?? code}</code>
      </pre>
      {!title && (
        <div className="absolute top-1.5 right-1.5 flex items-center gap-1">
          {actions}
          <CopyButton value={code} label={copyLabel} className="bg-code" />
        </div>
      )}
    </figure>
  );
}
