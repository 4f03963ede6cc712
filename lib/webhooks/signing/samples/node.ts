import type { Sample } from "./sample";

export const node: Sample = {
  id: "node",
  label: "Node",
  file: "verify.mjs",
  library: "npm install standardwebhooks",
  note: "Give it the raw body. In Express: express.raw({ type: '*/*' }) for this route.",
  code: `import { createHmac, timingSafeEqual } from "node:crypto";

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ""), "base64");

/** Returns the payload of a genuine request; throws on any other. */
export function verify(headers, rawBody) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (!id || !timestamp || !signatures) throw new Error("The request is not signed");
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) {
    throw new Error("The request is too old, or a clock is wrong");
  }
  const expected = createHmac("sha256", key).update(id + "." + timestamp + ".").update(rawBody).digest();
  // While a secret is being rotated there are two signatures: one of them has to be right.
  const genuine = signatures.split(" ").some((entry) => {
    const given = Buffer.from(entry.replace(/^v1,/, ""), "base64");
    return entry.startsWith("v1,") && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!genuine) throw new Error("The signature is wrong");
  return JSON.parse(rawBody);
}
`,
};
