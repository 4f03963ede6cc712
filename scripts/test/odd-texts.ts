import fc from "fast-check";

const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));

/** What texts are hard in: NUL, halves of pairs, whole pairs, noncharacters, right-to-left marks, a BOM, combining marks, other languages' syntax. */
const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  half,
  fc.constantFrom("\0", "a", "%00", "$&", "\\u0000", "'--", "{{x}}", "#{x}", "\n", "\u{1F980}"),
  fc.constantFrom("\uffff", "\ufdd0", "\u202eabc", "\ufeff", "\u2028", "e\u0301\u0301", "é".repeat(3_000)),
);

/** Any text a JavaScript program can hold, the hard ones often. */
export const oddText = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));

/** Whether a text can be kept, told by the bytes that the database would be given. */
export const survives = (text: string) =>
  !text.includes("\0") && Buffer.from(text, "utf8").toString("utf8") === text;

/** A value as JSON has it, with odd texts and keys anywhere. */
export const oddJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    oddText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false, 0, -1, 2 ** 31, 2 ** 53, 1e308, ""),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(oddText, tie("value"), { maxKeys: 4 }),
  ),
})).value;
