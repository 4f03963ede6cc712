/** The first message anywhere in a field's errors: its own, that of a list as a whole, or of something in it. */
export function messageIn(error: unknown): string | undefined {
  if (!error || typeof error !== "object") return undefined;
  if ("message" in error && typeof error.message === "string") return error.message;
  return Object.entries(error)
    .filter(([key]) => key !== "ref")
    .map(([, inner]) => messageIn(inner))
    .find(Boolean);
}

/** The message about a list as a whole, not about one of its rows. */
export function listMessage(error: unknown): string | undefined {
  if (!error || typeof error !== "object") return undefined;
  const { message, root } = error as { message?: string; root?: { message?: string } };
  return root?.message ?? message;
}
