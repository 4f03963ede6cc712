import { depthFault } from "./depth";

/** Why a text that was typed is no JSON object that can be sent, in a sentence; null when it is one. Pure. */
export function objectProblem(text: string, what: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isObject) return `${what} must be an object: { … }`;
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : "it can’t be read"}`;
  }
  return depthFault(text)?.message ?? null;
}
