/** A string, or one character of structure, or a bare token (number, true, false, null). */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** What is nested more deeply is left as it is: each line would begin with more space than text. */
const MAX_DEPTH = 200;

/**
 * JSON laid out over lines. Works on the text itself: numbers, escapes and repeated keys stay as they were written, which
 * parsing and writing anew would change.
 * @returns null when the text is no JSON, or nested more than MAX_DEPTH deep
 */
export function prettyJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(TOKEN) ?? [];
  let depth = 0;
  let out = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token === "{" || token === "[") {
      depth++;
      if (depth > MAX_DEPTH) return null;
      out += next === "}" || next === "]" ? token : token + line();
    } else if (token === "}" || token === "]") {
      depth--;
      const previous = tokens[index - 1];
      out += previous === "{" || previous === "[" ? token : line() + token;
    } else if (token === ",") out += token + line();
    else out += token === ":" ? ": " : token;
  }
  return out;
}
