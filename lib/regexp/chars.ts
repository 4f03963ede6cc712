import type { AST } from "@eslint-community/regexpp";

/** Whether one character, given as its code point, is one of a class: `[a-z]`, `\d`, `\p{L}`, `.` or itself. */
export type CharTest = (codePoint: number) => boolean;

/** What stands for one character in a pattern; null for what only newer patterns (the flag `v`) have. */
export function charTest(element: AST.Character | AST.CharacterClass | AST.CharacterSet): CharTest | null {
  switch (element.type) {
    case "Character":
      return (codePoint) => codePoint === element.value;
    case "CharacterSet":
      return setTest(element.raw);
    default:
      return element.unicodeSets ? null : classTest(element.elements, element.negate);
  }
}

function classTest(elements: readonly AST.ClassRangesCharacterClassElement[], negate: boolean): CharTest {
  const ranges: Range[] = [];
  const sets = new Set<CharTest>();
  for (const element of elements) {
    if (element.type === "CharacterSet") sets.add(setTest(element.raw));
    else if (element.type === "Character") ranges.push({ min: element.value, max: element.value });
    else ranges.push({ min: element.min.value, max: element.max.value });
  }
  const inRanges = rangeTest(ranges);
  const others = [...sets];
  return (codePoint) => (inRanges(codePoint) || others.some((test) => test(codePoint))) !== negate;
}

type Range = { min: number; max: number };

/** One look for each doubling of the number of ranges. */
function rangeTest(ranges: readonly Range[]): CharTest {
  const sorted = ranges.toSorted((a, b) => a.min - b.min);
  // The highest end so far: ranges may lie within each other.
  let end = -1;
  const ends = sorted.map(({ max }) => {
    end = Math.max(end, max);
    return end;
  });
  return (codePoint) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.min ?? 0) <= codePoint) low = middle + 1;
      else high = middle;
    }
    return low > 0 && codePoint <= (ends[low - 1] ?? -1);
  };
}

const ASCII = 128;
const sets = new Map<string, CharTest>();

/**
 * The test of `\d`, `.`, `\p{L}` and their like. JavaScript's own engine decides, which is safe for a single character; what it says of
 * ASCII is kept. There are only so many of them.
 */
function setTest(raw: string): CharTest {
  const known = sets.get(raw);
  if (known) return known;
  const native = new RegExp(`^${raw}$`, "u");
  const ask = (codePoint: number) => native.test(String.fromCodePoint(codePoint));
  const ascii = Array.from({ length: ASCII }, (_, codePoint) => ask(codePoint));
  const test: CharTest = (codePoint) => (codePoint < ASCII ? ascii[codePoint] === true : ask(codePoint));
  sets.set(raw, test);
  return test;
}

/** Whether a character counts as part of a word for `\b`. */
export const isWord: CharTest = setTest("\\w");
