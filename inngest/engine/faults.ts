type FaultLog = (what: string, error: unknown) => void;

/**
 * What an error says, in a line. A refused connection says it in its code alone; a failed query's own message is the
 * query with its values, which have no place in a log.
 */
export function errorText(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { message, cause, code, name } = error as Record<string, unknown>;
  if (typeof message !== "string" || message === "") return String(code ?? name ?? "unknown");
  if (message.startsWith("Failed query") && cause) return errorText(cause);
  return message.split("\n", 1)[0] as string;
}

/** Passes on faults, but the same thing once in `everyMs`: a database that is away would fill the log. */
export function limitRepeats(log: FaultLog, everyMs = 10_000, now: () => number = Date.now): FaultLog {
  const last = new Map<string, number>();
  return (what, error) => {
    const time = now();
    if (time - (last.get(what) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    if (last.size >= 100) last.clear();
    last.set(what, time);
    log(what, error);
  };
}
