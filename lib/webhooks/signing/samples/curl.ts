import type { Sample } from "./sample";

/** Signs as Hookyard does, to try a receiver from the command line. `url` is shell-quoted. */
export const curl = (url: string): Sample => ({
  id: "curl",
  label: "curl",
  file: "send.sh",
  note: "Sends a signed request of your own, as Hookyard would, to try the receiver with. Needs bash and openssl.",
  code: String.raw`#!/usr/bin/env bash
set -euo pipefail

url=${quoted(url)}
body='{"hello":"world"}'
id="msg_$(openssl rand -hex 12)"
timestamp=$(date +%s)
key=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -vtx1 | tr -d ' \n')
signature=$(printf %s "$id.$timestamp.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)

curl --fail-with-body "$url" \
  -H "content-type: application/json" \
  -H "webhook-id: $id" \
  -H "webhook-timestamp: $timestamp" \
  -H "webhook-signature: v1,$signature" \
  --data-binary "$body"
`.replaceAll("\\${", "${"),
});

/** Safe between single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
