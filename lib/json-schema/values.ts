import type { Meter } from "@/lib/regexp/linear";

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A property of an object's own, or undefined. What JSON objects inherit are functions and `__proto__`, and JSON has no functions: to look
 * at the value is quicker than to ask whose it is.
 */
export function ownValue(object: JsonObject, key: string): unknown {
  if (key === "__proto__") return Object.hasOwn(object, key) ? object[key] : undefined;
  const value = object[key];
  return typeof value === "function" ? undefined : value;
}

/**
 * A text that two values share if and only if they are equal as JSON Schema has it: numbers by their value, objects whatever the order of
 * their keys.
 * @param meter is told the cost, which grows with the size of the value.
 */
export function canonical(value: unknown, meter: Meter): string {
  if (typeof value === "string") {
    meter.spend(1 + (value.length >> 3));
    return JSON.stringify(value);
  }
  meter.spend(2);
  // Minus nought is nought.
  if (typeof value === "number") return String(value + 0);
  if (typeof value !== "object" || value === null) return String(value);
  const parts = Array.isArray(value)
    ? value.map((item) => canonical(item, meter))
    : Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => `${canonical(key, meter)}:${canonical(item, meter)}`);
  const text = parts.join();
  meter.spend(parts.length + (text.length >> 5));
  return Array.isArray(value) ? `[${text}]` : `{${text}}`;
}

/** Of which of a list's items an earlier one is equal: both places, or null. In time that grows with the list's size alone. */
export function firstRepeat(list: readonly unknown[], meter: Meter): [earlier: number, later: number] | null {
  const places = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const text = canonical(item, meter);
    const earlier = places.get(text);
    if (earlier !== undefined) return [earlier, index];
    places.set(text, index);
  }
  return null;
}

/** How many characters (Unicode code points) a text has. */
export function characters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    if ((text.codePointAt(index) as number) > 0xffff) {
      count--;
      index++;
    }
  }
  return count;
}

/** Whether a number is a whole multiple of another, by their decimal digits: 19.99 is one of 0.01. */
export function isMultiple(value: number, of: number, meter: Meter): boolean {
  meter.spend(2);
  if (Number.isSafeInteger(value) && Number.isSafeInteger(of)) return value % of === 0;
  const [a, b] = [decimal(value), decimal(of)];
  const exponent = Math.min(a.exponent, b.exponent);
  meter.spend(30 + Math.abs(a.exponent - b.exponent));
  const whole = ({ digits, exponent: own }: Decimal) => digits * 10n ** BigInt(own - exponent);
  return whole(a) % whole(b) === 0n;
}

type Decimal = { digits: bigint; exponent: number };

function decimal(value: number): Decimal {
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
