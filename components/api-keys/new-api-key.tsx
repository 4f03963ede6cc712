"use client";

import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import {
  DialogBody,
  DialogClose,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";

/** A key, shown the one time it can be. */
export function NewApiKey({ apiKey }: { apiKey: string }) {
  return (
    <>
      <DialogHeader>
        <DialogTitle>Your new API key</DialogTitle>
        <DialogDescription>Copy it to where your platform keeps its secrets.</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <Alert tone="warning">It is not shown again: Hookyard keeps only its fingerprint.</Alert>
        <CodeBlock code={apiKey} title="API key" copyLabel="Copy API key" />
        <CodeBlock code={tryIt(apiKey)} title="See that it works" copyLabel="Copy command" />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Done</Button>
        </DialogClose>
      </DialogFooter>
    </>
  );
}

const tryIt = (key: string) =>
  `curl ${window.location.origin}/api/v1/jobs \\\n  -H "Authorization: Bearer ${key}"`;
