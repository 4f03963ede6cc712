import type { Route } from "next";
import Link from "next/link";
import { FormSection } from "./form-section";

const HEADERS: [name: string, meaning: string][] = [
  ["webhook-id", "the same on every try of a delivery, so that a receiver can tell repeats"],
  ["webhook-timestamp", "when this request was made, so that an old one can't be sent again"],
  ["webhook-signature", "proves that it is from here and that nothing was changed on the way"],
];

/** What signing is; there is nothing to set. `href` leads to the secret of a webhook that exists. */
export function SigningSection({ href }: { href: Route | undefined }) {
  return (
    <FormSection
      id="signing"
      title="Signing"
      description="Every request is signed as Standard Webhooks 1.0 says, whatever its format. There is nothing to set here."
      className="gap-3"
    >
      <dl className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
        {HEADERS.map(([name, meaning]) => (
          <div key={name} className="contents">
            <dt className="font-mono text-xs leading-5">{name}</dt>
            <dd className="text-pretty text-muted-foreground max-sm:mb-1.5">{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="text-pretty text-muted-foreground text-sm">
        {href ? (
          <>
            The secret, its rotation and code that verifies signatures are on the webhook's{" "}
            <Link href={href} className="focus-ring rounded-sm text-link">
              Signing page
            </Link>
            .
          </>
        ) : (
          "A secret is made when the webhook is created. You find it on the webhook's page, with code that verifies signatures."
        )}
      </p>
    </FormSection>
  );
}
