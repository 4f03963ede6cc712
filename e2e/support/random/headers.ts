import fc from "fast-check";

/** Who asks: the headers that say so. */
export type Identities = { session: string; key: string };

type Headers = Record<string, string>;

const latin = fc
  .string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 300,
  })
  .map((text) => text.replace(/\x7f/g, "").trim());

/** Mostly those that the address asks for. */
export function identity({ session, key }: Identities, isApi: boolean): fc.Arbitrary<Headers> {
  const byKey: Headers = { authorization: `Bearer ${key}` };
  const [right, other] = isApi ? [byKey, { cookie: session }] : [{ cookie: session }, byKey];
  return fc.oneof(
    { weight: 16, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constant(other) },
    { weight: 1, arbitrary: fc.constant<Headers>({}) },
    { weight: 1, arbitrary: latin.map((text) => ({ authorization: `Bearer ${text}` })) },
    // Every cookie by its own name, with another value.
    {
      weight: 1,
      arbitrary: latin.map((text) => ({
        cookie: session.replace(/=[^;]*/g, `=${text.replace(/;/g, "")}`),
      })),
    },
    {
      weight: 2,
      arbitrary: latin.map((text) => ({
        cookie: `${session}; ${organisationCookie(session)}=${text.replace(/;/g, "")}`,
      })),
    },
  );
}

/** The cookie that says which organisation is worked in, beside that of the session. */
const organisationCookie = (session: string) =>
  session
    .split("; ")
    .map((pair) => pair.split("=")[0] ?? "")
    .find((name) => name.endsWith(".session"))
    ?.replace(/session$/, "organisation") ?? "organisation";

const NAMED: Record<string, fc.Arbitrary<string>> = {
  "content-type": fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain;charset=UTF-8",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json; charset=utf-16",
    "x",
  ),
  accept: fc.constantFrom("*/*", "text/html", "application/json", "text/x-component", "image/png", "?"),
  "idempotency-key": fc.oneof(latin, fc.uuid()),
  rsc: fc.constant("1"),
  "next-router-prefetch": fc.constantFrom("1", "2", "x"),
  "next-url": fc.oneof(fc.constantFrom("/", "/developers/jobs"), latin),
  "user-agent": latin,
  "accept-language": latin,
  "x-forwarded-for": fc.oneof(fc.ipV4(), latin),
  "x-hookyard-path": latin,
  "if-none-match": latin,
  range: fc.constantFrom("bytes=0-1", "bytes=-1", "x"),
  origin: fc.constantFrom("null", "http://localhost", "https://other.example"),
};

/** Further headers, few of them at once. */
export const furtherHeaders: fc.Arbitrary<Headers> = fc
  .array(
    fc.constantFrom(...Object.keys(NAMED)).chain((name) => fc.tuple(fc.constant(name), NAMED[name] ?? latin)),
    { maxLength: 2 },
  )
  .map((pairs) => Object.fromEntries(pairs));
