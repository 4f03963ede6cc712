import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";

const parts = [
  {
    name: "webhook-id",
    text: "The delivery. The same on every try: keep it to know what you have seen already.",
  },
  {
    name: "webhook-timestamp",
    text: "When it was sent, in seconds since 1970. Refuse what is older than 5 minutes.",
  },
  {
    name: "webhook-signature",
    text: "v1, and the signature in base64. Two of them while a secret is rotated.",
  },
];

/** Which headers a request carries, and what exactly is signed. */
export function SignedParts() {
  return (
    <Card>
      <CardHeader>
        <CardTitle>What is signed</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-3 text-sm">
        <dl className="grid gap-2.5">
          {parts.map(({ name, text }) => (
            <div key={name}>
              <dt className="font-mono text-xs">{name}</dt>
              <dd className="text-pretty text-muted-foreground">{text}</dd>
            </div>
          ))}
        </dl>
        <p className="text-pretty border-t pt-3 text-muted-foreground">
          The signature is HMAC-SHA256 over{" "}
          <code className="font-mono text-foreground text-xs">id.timestamp.body</code>, the body byte for byte
          as it came, keyed with what stands after{" "}
          <code className="font-mono text-foreground text-xs">whsec_</code>, decoded from base64. This is{" "}
          <a
            className="rounded-sm text-link"
            href="https://www.standardwebhooks.com"
            target="_blank"
            rel="noreferrer"
          >
            Standard Webhooks 1.0
          </a>
          .
        </p>
      </CardContent>
    </Card>
  );
}
