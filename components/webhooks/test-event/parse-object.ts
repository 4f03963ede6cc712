/** The one or the other. */
export type ParsedObject = { value?: Record<string, unknown>; problem?: string };

/** A JSON object from what was typed, or in a sentence why it is none. Pure. */
export function parseObject(text: string, what: string): ParsedObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { value: value as Record<string, unknown> };
    }
    return { problem: `${what} must be an object: { … }` };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : "it can’t be read"}` };
  }
}
