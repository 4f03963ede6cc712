import { AppError, type Fault } from "@/lib/errors";

/** How many lists and objects may stand in each other. What works on an input afterwards may recur over it. */
const MAX_DEPTH = 128;
/** Lists, objects and plain values together; a reference that comes again counts again. */
const MAX_VALUES = 100_000;
const MAX_FAULTS = 20;
/** Of a path that is shown: its beginning is enough to find the place. */
const MAX_PATH_CHARACTERS = 300;

/** Half of a UTF-16 pair, as a cut emoji leaves it: no text in any other encoding. */
const HALF = /\p{Surrogate}/u;

/** Why a text can't be kept: PostgreSQL has no NUL, and UTF-8 no halves of characters. Null when it can. */
function textProblem(text: string): string | null {
  if (text.includes("\0")) return "a NUL character (U+0000)";
  const half = HALF.exec(text)?.[0];
  if (half === undefined) return null;
  return `half a character (U+${half.charCodeAt(0).toString(16).toUpperCase()}), such as a cut emoji leaves`;
}

/** Whether a text from an address can be looked for at all: PostgreSQL would fail on one that it can't hold. */
export const isKeepable = (text: string): boolean => textProblem(text) === null;

type Place = { value: unknown; path: string; depth: number; anyText: boolean };

export type Admission = {
  /** Paths (`sample.data`) of what may hold any text that JSON allows: event data, which is kept as it came. */
  anyText?: readonly string[];
  /** The part of the input that a person filled in: its faults have the paths that the form knows, without this before them. */
  form?: string;
};

/**
 * The one door for what people and programs send, before any schema sees it: texts that can be kept, keys as well, in lists and objects as JSON has them.
 * So no schema can forget it.
 * @param input not yet parsed
 * @returns the input
 * @throws AppError invalid with a fault for each place, too_large
 */
export function admit(input: unknown, { anyText = [], form = "" }: Admission = {}): unknown {
  const faults: Fault[] = [];
  const open: Place[] = [{ value: input, path: "", depth: 0, anyText: false }];
  let seen = 0;
  for (let place = open.pop(); place && faults.length < MAX_FAULTS; place = open.pop()) {
    if (++seen > MAX_VALUES) throw new AppError("too_large", "There are too many values in this.");
    const message = problemOf(place);
    if (message) faults.push({ path: place.path, message });
    // One by one: a call takes only so many arguments.
    else for (const part of partsOf(place, anyText, faults)) open.push(part);
  }
  if (faults.length === 0) return input;
  throw new AppError(
    "invalid",
    "Some of this can't be taken as it is.",
    faults.map(({ path, message }) => ({ path: shownPath(path, form), message })),
  );
}

function problemOf({ value, depth, anyText }: Place): string | null {
  if (typeof value === "string") {
    const problem = anyText ? null : textProblem(value);
    return problem && `This holds ${problem}. Write it without.`;
  }
  if (!isJson(value)) return "Only texts, numbers, true, false, null, lists and objects can be sent.";
  if (depth > MAX_DEPTH) return `Lists and objects are nested more than ${MAX_DEPTH} deep here.`;
  return null;
}

/** The console's actions can be sent more than JSON has, dates and maps among it. `undefined` is a field left out. */
function isJson(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What stands in a list or an object, last first, so that it is looked at in its order. */
function partsOf({ value, path, depth, anyText }: Place, free: readonly string[], faults: Fault[]): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const parts: Place[] = [];
  for (const [key, part] of Object.entries(value)) {
    const below = path === "" ? shownKey(key) : `${path}.${shownKey(key)}`;
    const problem = anyText ? null : textProblem(key);
    if (problem)
      faults.push({ path: below, message: `The name of this field holds ${problem}. Write it without.` });
    parts.push({ value: part, path: below, depth: depth + 1, anyText: anyText || free.includes(below) });
  }
  return parts.reverse();
}

function shownPath(path: string, form: string): string {
  const below = path.startsWith(`${form}.`) ? path.slice(form.length + 1) : path;
  return below.length > MAX_PATH_CHARACTERS ? `${below.slice(0, MAX_PATH_CHARACTERS)}…` : below;
}

/** A key that could be taken for something else is shown as JSON writes it, with `\u0000` for a NUL. */
const shownKey = (key: string) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key));
