import { Digits } from "./numbers";

type Writing = { indent: number; spend: (characters: number) => void };

/**
 * A value that lib/json/read gave, as JSON text again: numbers as they were written, keys in their order. What else may be in it is written as
 * JSON.stringify does.
 * @param indent spaces a level; 0 for one line
 * @param spend told of what is written while it is, so that it can stop it by throwing
 */
export const writeJson = (value: unknown, indent = 0, spend: Writing["spend"] = () => {}): string =>
  write(value, { indent, spend }, "\n");

/** @param line what begins a line at the level of the value */
function write(value: unknown, how: Writing, line: string): string {
  if (value instanceof Map) return write(Object.fromEntries(value), how, line);
  const below = line + " ".repeat(how.indent);
  const lines = how.indent > 0 ? ([below, line] as const) : null;
  if (Array.isArray(value)) {
    how.spend(2 + value.length);
    const items = value.map((item) => write(item, how, below));
    return enclose("[]", items, lines);
  }
  if (!isPlain(value)) return writeScalar(value, how);
  how.spend(2);
  const colon = lines ? ": " : ":";
  const members = Object.entries(value).map(
    ([key, inner]) => JSON.stringify(key) + colon + write(inner, how, below),
  );
  return enclose("{}", members, lines);
}

function writeScalar(value: unknown, { spend }: Writing): string {
  const isNumber = value instanceof Digits || typeof value === "bigint";
  const text = isNumber ? String(value) : (JSON.stringify(value) ?? "null");
  spend(text.length);
  return text;
}

function enclose(brackets: "[]" | "{}", parts: string[], lines: readonly [string, string] | null): string {
  const [open, close] = brackets;
  if (parts.length === 0 || !lines) return `${open}${parts.join(",")}${close}`;
  return `${open}${lines[0]}${parts.join(`,${lines[0]}`)}${lines[1]}${close}`;
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
