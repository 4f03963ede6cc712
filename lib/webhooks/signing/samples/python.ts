import type { Sample } from "./sample";

export const python: Sample = {
  id: "python",
  label: "Python",
  file: "verify.py",
  library: "pip install standardwebhooks",
  note: "Give it the raw body: request.get_data() in Flask, request.body in Django, await request.body() in FastAPI.",
  code: `import base64
import hashlib
import hmac
import json
import os
import time

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))


def verify(headers, raw_body: bytes):
    """Returns the payload of a genuine request; raises ValueError on any other."""
    message_id = headers.get("webhook-id")
    timestamp = headers.get("webhook-timestamp")
    signatures = headers.get("webhook-signature")
    if not (message_id and timestamp and signatures):
        raise ValueError("The request is not signed")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        raise ValueError("The request is too old, or a clock is wrong")
    signed = f"{message_id}.{timestamp}.".encode() + raw_body
    expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    # While a secret is being rotated there are two signatures: one of them has to be right.
    if not any(hmac.compare_digest(expected, given) for given in signatures.split(" ")):
        raise ValueError("The signature is wrong")
    return json.loads(raw_body)
`,
};
