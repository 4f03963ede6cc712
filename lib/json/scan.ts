/**
 * Where the parts of a JSON text stand. Everything here takes text that JSON.parse (or PostgreSQL) has accepted: it looks for ends and checks nothing.
 * Strings are leapt over by `indexOf`, so that it costs a fraction of parsing.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** `[` and `{` differ by one bit, and so do `]` and `}`. */
const ONE_BIT = 0x20;
const OPENS = 0x7b;
const CLOSES = 0x7d;
const SPACE = 0x20;
const SMALL_E = 0x65;
const NINE = 0x39;

/** What `endOfValue` answers when a value is nested more deeply than it may be. */
export const TOO_DEEP = -1;

/** What the bounds of a look through a value are, and what it found on its way. */
export type Look = {
  /** How many arrays and objects may stand in each other, the outermost counted. */
  maxDepth: number;
  /** Set to true when a number with an exponent stands in it. */
  hasExponent: boolean;
};

/** The next place that is not white space. */
export function skipSpace(text: string, at: number): number {
  let next = at;
  while (text.charCodeAt(next) <= SPACE) next++;
  return next;
}

/** The quote that ends the string which begins with the quote at `open`. */
export function endOfString(text: string, open: number): number {
  let at = open;
  do at = text.indexOf('"', at + 1);
  while (isEscaped(text, at));
  return at;
}

/** An odd number of backslashes before it makes a quote part of the string. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before--;
  return (quote - before) % 2 === 0;
}

/** The place after the value that begins at `start`, or TOO_DEEP when it is nested more deeply than the look may go. */
export function endOfValue(text: string, start: number, look?: Look): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start) + 1;
  if ((first | ONE_BIT) !== OPENS) return endOfScalar(text, start);
  const maxDepth = look?.maxDepth ?? Number.POSITIVE_INFINITY;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if ((code | ONE_BIT) === OPENS) {
      if (++depth > maxDepth) return TOO_DEEP;
    } else if ((code | ONE_BIT) === CLOSES) {
      if (--depth === 0) return at + 1;
    } else if ((code | ONE_BIT) === SMALL_E && look && text.charCodeAt(at - 1) <= NINE) {
      look.hasExponent = true;
    }
  }
  return text.length;
}

/** After a number, true, false or null. */
export function endOfScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length && !endsScalar(text.charCodeAt(at))) at++;
  return at;
}

const endsScalar = (code: number) => code <= SPACE || code === COMMA || (code | ONE_BIT) === CLOSES;

/** The string between two quotes. */
export function stringBetween(text: string, open: number, close: number): string {
  const inner = text.slice(open + 1, close);
  return inner.includes("\\") ? JSON.parse(`"${inner}"`) : inner;
}

/** One member of an object: its key, where that begins, and where its value begins and ends (TOO_DEEP in place of the end: see endOfValue). */
export type Member = { key: string; at: number; start: number; end: number };

/**
 * The members of the object whose brace is at `open`, in their order, repeated keys too; and where the object ends.
 * A value that is nested too deeply is the last one: then `end` is TOO_DEEP.
 */
export function membersOf(text: string, open: number, look?: Look): { members: Member[]; end: number } {
  const members: Member[] = [];
  let at = skipSpace(text, open + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const close = endOfString(text, at);
    const colon = skipSpace(text, close + 1);
    const start = skipSpace(text, colon + 1);
    const end = endOfValue(text, start, look);
    members.push({ key: stringBetween(text, at, close), at, start, end });
    if (end === TOO_DEEP) return { members, end };
    at = skipSpace(text, end);
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
  }
  return { members, end: at + 1 };
}
