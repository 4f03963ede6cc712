import { endOfScalar, endOfString, skipSpace } from "./scan";

/** What of a JSON text JSON.parse and String would not give back as it is. Flags, so that a look at them costs nothing. */
export const ODD = {
  /** A number that a double may not hold: many digits, or an exponent. */
  number: 1,
  /** A number that would be printed otherwise: 1.50, -0. */
  digits: 2,
  /** A key that JavaScript puts in another place (`"7"`), or that libraries trip over (`constructor`). */
  key: 4,
} as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const SMALL_C = 0x63;
const SMALL_E = 0x65;
const POINT = 0x2e;
/** Between a capital and a small letter. */
const ONE_BIT = 0x20;

/** Doubles hold every number of fewer digits. */
const MANY_DIGITS = 16;

/** The oddities of a JSON text, as the sum of their flags; 0 for nearly every event. One pass that leaps over strings. */
export function odditiesOf(text: string): number {
  let odd = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const close = endOfString(text, at);
      if (mayBeOdd(text.charCodeAt(at + 1)) && isOddKey(text, at, close)) odd |= ODD.key;
      at = close;
    } else if ((code >= ZERO && code <= NINE) || code === MINUS) {
      const end = endOfScalar(text, at);
      odd |= oddityOfNumber(text, at, end);
      at = end - 1;
    }
  }
  return odd;
}

const mayBeOdd = (first: number) =>
  (first >= ZERO && first <= NINE) || first === SMALL_C || first === BACKSLASH;

/** Whether a string is a key that is odd; one with escapes is taken for one. */
function isOddKey(text: string, open: number, close: number): boolean {
  if (text.charCodeAt(skipSpace(text, close + 1)) !== COLON) return false;
  return /^\d{1,10}$|^constructor$|\\/.test(text.slice(open + 1, close));
}

function oddityOfNumber(text: string, start: number, end: number): number {
  if (end - start >= MANY_DIGITS) return ODD.number | ODD.digits;
  let hasFraction = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT) hasFraction = true;
    else if ((code | ONE_BIT) === SMALL_E) return ODD.number | ODD.digits;
  }
  if (hasFraction && text.charCodeAt(end - 1) === ZERO) return ODD.digits;
  return text.charCodeAt(start) === MINUS && text.charCodeAt(start + 1) === ZERO ? ODD.digits : 0;
}
