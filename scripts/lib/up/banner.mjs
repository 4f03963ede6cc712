import { bold, cyan, dim } from "../colours.mjs";
import { duration, print } from "../steps.mjs";

/** @typedef {{ url: string, email: string, password: string, apiKey: string }} FirstRun */

/**
 * Says where Hookyard is and what to do next.
 * @param {{ url: string, tookMs: number, firstRun: FirstRun | undefined, firstRunPath: string | undefined,
 *   dev: boolean, open: boolean }} facts `firstRun` at the first start alone; `firstRunPath` when there is such a file;
 *   `open`: other machines reach it
 */
export function banner({ url, tookMs, firstRun, firstRunPath, dev, open }) {
  print();
  print(`${bold("Hookyard is ready:")} ${cyan(url)} ${dim(`(${duration(tookMs)})`)}`);
  print();
  if (firstRun) {
    print(`  E-mail    ${bold(firstRun.email)}`);
    print(`  Password  ${bold(firstRun.password)}`);
    print(`  API key   ${bold(firstRun.apiKey)}`);
    print(dim(`  Also in ${firstRunPath}, which you alone can read.`));
    print();
    print("What to do next");
    print("  1. Open the address and sign in. Developers > Jobs shows the sample events being delivered.");
    print("  2. Developers > Webhooks > Create Webhook sends events to a URL of yours.");
    print(
      `  3. Emit events: POST ${url}/api/v1/events with "Authorization: Bearer <API key>" (see README.md).`,
    );
  } else if (firstRunPath) {
    print(`  Sign in as before; the first account is in ${firstRunPath}.`);
  } else {
    print("  Open the address to sign in, or to make the first account.");
  }
  print();
  if (!open) {
    print(
      dim(
        "This machine alone reaches it. To let others: HOOKYARD_HOST=0.0.0.0, and HOOKYARD_PUBLIC_URL as they",
      ),
    );
    print(dim("write it, best behind a proxy with TLS (see README.md)."));
  }
  print(dim(dev ? "Reloads as you edit. Ctrl-C stops it." : "Ctrl-C stops it; the data stays."));
}
