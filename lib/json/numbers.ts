/** Integers of more digits are compared as doubles: nobody counts so far, and the work must have a bound. */
const MAX_INTEGER_DIGITS = 400;

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * A JSON number as what can be compared: a number where a double holds it, a bigint for an integer that a double does not, else the nearest number
 * (never 0 for what is not 0). Comparing a bigint and a number is exact in JavaScript.
 * @param source the number as it is written
 */
export function exactNumber(source: string): number | bigint {
  const near = Number(source);
  if (Number.isSafeInteger(near) && near !== 0 && source.length < 16) return near;
  const integer = integerOf(source);
  if (integer !== null) {
    return integer >= Number.MIN_SAFE_INTEGER && integer <= Number.MAX_SAFE_INTEGER
      ? Number(integer)
      : integer;
  }
  return near === 0 && /^-?[\d.]*[1-9]/.test(source)
    ? Number.MIN_VALUE * (source.startsWith("-") ? -1 : 1)
    : near;
}

/** The value of a number that is an integer, however it is written (`9.5e1`), or null. */
function integerOf(source: string): bigint | null {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = NUMBER.exec(source) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return 0n;
  const shift = Number(exponent) - fraction.length;
  const end = digits.length + shift;
  if (end <= 0 || end > MAX_INTEGER_DIGITS) return null;
  if (shift < 0 && /[1-9]/.test(digits.slice(end))) return null;
  const integer = BigInt(digits.slice(0, end).padEnd(end, "0"));
  return sign === "-" ? -integer : integer;
}

/** A JSON number that must be printed as it was written. It counts as a number in sums and comparisons, Liquid's too (its `Comparable`). */
export class Digits {
  constructor(readonly source: string) {}

  private get value() {
    return exactNumber(this.source);
  }

  valueOf(): number {
    return Number(this.source);
  }

  toString(): string {
    return this.source;
  }

  equals(other: unknown): boolean {
    const isNumber = typeof other === "number" || typeof other === "bigint" || other instanceof Digits;
    return isNumber && this.geq(other) && this.leq(other);
  }

  gt(other: unknown): boolean {
    return this.value > numberOf(other);
  }

  lt(other: unknown): boolean {
    return this.value < numberOf(other);
  }

  geq(other: unknown): boolean {
    return this.value >= numberOf(other);
  }

  leq(other: unknown): boolean {
    return this.value <= numberOf(other);
  }
}

/** What a value counts as beside a number, as JavaScript has it. */
function numberOf(value: unknown): number | bigint {
  if (value instanceof Digits) return exactNumber(value.source);
  return typeof value === "bigint" ? value : Number(value);
}
