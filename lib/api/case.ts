/** Keys are camelCase in the code and snake_case in the API; values stay as they are. Pure. */
const rename = (name: (key: string) => string) =>
  function walk(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [name(key), walk(inner)]));
  };

/** `delaysSeconds` → `delays_seconds`, also within a path (`retry.delaysSeconds.1`). */
export const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A value for the API, all the way down. */
export const toSnake = rename(snake);
/** A value from the API, all the way down. A key in camelCase is not one of the API's, and stays unknown. */
export const toCamel = rename((key) => (/[A-Z]/.test(key) ? `${key} ` : camel(key)));
