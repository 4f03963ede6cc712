import { patternProblem } from "@/lib/matching/patterns";

/** The patterns in a text, with spaces or commas between. */
export function patternsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** The first pattern in a text that can't be subscribed to, and why; null when all can. */
export function refusedPattern(
  text: string,
  known: readonly string[],
): { pattern: string; message: string } | null {
  for (const pattern of patternsIn(text)) {
    const message = patternProblem(pattern, known);
    if (message) return { pattern, message };
  }
  return null;
}
