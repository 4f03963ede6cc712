import fc from "fast-check";

/** JSON as text, written in every way that JSON allows and with all that is known to get lost: for property tests. */

const spaces = fc.constantFrom("", "", "", " ", "\n", "\t ", "\r\n");
const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 40 });

/** Numbers as they are written. */
export const numberTexts = fc.oneof(
  fc.constantFrom("0", "-0", "1.0", "12.50", "1e400", "-1e400", "1e-400", "-1e-400", "1E+2", "0.1e1", "0e9"),
  fc.constantFrom("9007199254740991", "9007199254740992", "9007199254740993", "9007199254740993.0"),
  fc.constantFrom(
    "9223372036854775807",
    "9223372036854775808",
    "12345678901234567890",
    "3.14159265358979323846",
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc
    .tuple(
      fc.constantFrom("", "-"),
      digits,
      fc.option(digits),
      fc.option(fc.integer({ min: -420, max: 420 })),
    )
    .map(([sign, whole, fraction, exponent]) => {
      const integer = whole.replace(/^0+(?=\d)/, "");
      return `${sign}${integer}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`;
    }),
);

/** Strings as they are written: whole ones, cut emoji, U+0000, escapes that need not be. */
export const stringTexts = fc.oneof(
  fc.constantFrom(
    '""',
    '"\\ud83d"',
    '"\\ude00"',
    '"\\u0000"',
    '"\\/"',
    '"\\u0041"',
    '"\\\\"',
    '"\\""',
    '"😀"',
    '"\u2028"',
  ),
  fc.constantFrom('"{"', '"]"', '"\\\\\\""', '"1e5"', '","', '":"'),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => JSON.stringify(text)),
);

/** Keys: among them those that JavaScript, or a library, gives a meaning to. */
export const keyTexts = fc.oneof(
  fc.constantFrom(
    '"__proto__"',
    '"constructor"',
    '"const\\u0072uctor"',
    '"toString"',
    '"changes"',
    '"ch\\u0061nges"',
  ),
  fc.constantFrom(
    '"0"',
    '"1"',
    '"10"',
    '"01"',
    '"4294967294"',
    '"4294967295"',
    '"data"',
    '"name"',
    '"status"',
  ),
  stringTexts,
);

const list = (open: string, close: string, parts: string[], space: string) =>
  `${open}${space}${parts.join(`${space},${space}`)}${space}${close}`;

const { value, object } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    numberTexts,
    stringTexts,
    fc.constantFrom("true", "false", "null"),
    tie("list"),
    tie("object"),
  ),
  list: fc
    .tuple(fc.array(tie("value"), { maxLength: 5 }), spaces)
    .map(([items, space]) => list("[", "]", items, space)),
  object: fc
    .tuple(fc.array(fc.tuple(keyTexts, tie("value")), { maxLength: 6 }), spaces)
    .map(([members, space]) =>
      list(
        "{",
        "}",
        members.map(([key, inner]) => `${key}${space}:${space}${inner}`),
        space,
      ),
    ),
}));

/** Any JSON text. */
export const jsonTexts = value;
/** The text of any JSON object. */
export const objectTexts = object;

/** The numbers of a JSON text, as they are written, in their order. */
export const numbersIn = (text: string): string[] =>
  (text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g) ?? []).filter((token) => !token.startsWith('"'));

/** A text nested `depth` deep, lists and objects by turns. */
export function nested(depth: number): string {
  const opens = Array.from({ length: depth }, (_, level) => (level % 2 === 0 ? '{"a":' : "["));
  const closes = opens.map((open) => (open === "[" ? "]" : "}")).reverse();
  return `${opens.join("")}1${closes.join("")}`;
}
