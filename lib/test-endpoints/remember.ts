/** Keeps an entry as the latest of at most `size`; the one that was kept longest ago goes. */
export function remember<T>(entries: Map<string, T>, key: string, entry: T, size: number): void {
  entries.delete(key);
  const oldest = entries.size >= size ? entries.keys().next().value : undefined;
  if (oldest !== undefined) entries.delete(oldest);
  entries.set(key, entry);
}
