/** Event types a pattern can be checked against are dotted names of 2 to 5 segments. */
export const EVENT_TYPE_NAME = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+){1,4}$/;

/** The first segment: `contact` of `contact.group.added`. */
export const objectOf = (eventType: string): string => eventType.split(".", 1)[0] as string;

const PATTERN = /^(\*|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?)$/;

/**
 * Whether a subscription's pattern covers an event type. `*` stands in place of the last segments:
 * `contact.*` covers `contact.activated` and `contact.group.added`, `*` covers all (TidyHQ's event filters).
 */
export function matchesPattern(pattern: string, type: string): boolean {
  if (pattern === "*" || pattern === type) return true;
  return pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1));
}

/** Every pattern that covers an event type: its name, `object.*` for each of its objects, and `*`. */
export function coveringPatterns(type: string): string[] {
  return [type, ...wildcardsOf(type), "*"];
}

/** Whether any of a webhook's patterns covers an event type. */
export function matchesAny(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, type));
}

/** The known types that a list of patterns covers today, in the order given. */
export function coveredTypes(patterns: readonly string[], known: readonly string[]): string[] {
  return known.filter((type) => matchesAny(patterns, type));
}

/**
 * What is wrong with a pattern, in a sentence, or null. A pattern that no known type matches is refused with the nearest names.
 */
export function patternProblem(pattern: string, known: readonly string[]): string | null {
  if (!PATTERN.test(pattern)) {
    return pattern.includes("*")
      ? `"${pattern}": * can only stand in place of the last segments, as in attendee.* or *.`
      : `"${pattern}" is not an event type: use lower-case words with dots between, as in contact.created.`;
  }
  if (pattern === "*" || known.some((type) => matchesPattern(pattern, type))) return null;
  const near = nearestNames(pattern, known);
  const hint = near.length > 0 ? ` Did you mean ${listOf(near)}?` : "";
  return `No event type matches "${pattern}".${hint}`;
}

/** Up to `count` known names (or `object.*` patterns, when the pattern is one) closest to a mistyped one, closest first. */
export function nearestNames(pattern: string, known: readonly string[], count = 3): string[] {
  const all = pattern.endsWith("*") ? [...new Set(known.flatMap(wildcardsOf))] : known;
  return comparable(pattern, all)
    .map((name) => ({ name, distance: editDistance(pattern, name) - sharedPrefix(pattern, name) / 100 }))
    .filter(({ name, distance }) => distance <= Math.max(3, Math.min(pattern.length, name.length) * 0.45))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}

/** A suggestion is a kindness: it may take some milliseconds, however many names there are and however long. */
const MAX_COMPARED_CHARACTERS = 500_000;

function comparable(pattern: string, names: readonly string[]): readonly string[] {
  let compared = 0;
  return names.filter((name) => {
    compared += pattern.length * name.length;
    return compared <= MAX_COMPARED_CHARACTERS;
  });
}

/** `a.b.c` → `a.*`, `a.b.*` */
function wildcardsOf(type: string): string[] {
  const segments = type.split(".");
  return segments.slice(1).map((_, index) => `${segments.slice(0, index + 1).join(".")}.*`);
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Levenshtein, two rows. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

function listOf(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
