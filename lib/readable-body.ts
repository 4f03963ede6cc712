/** Bytes made fit to show and to put in JSON: as text where they are text, else in base64. */
export type ReadableBody = { encoding: "text" | "base64"; content: string; bytes: number };

/** Control characters other than tab, line feed and carriage return: not text for people. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * @param cut the bytes end where reading stopped, so the last character may be incomplete and is left out
 */
export function readableBody(bytes: Uint8Array, cut = false): ReadableBody {
  const text = decode(bytes, cut);
  if (text !== null && !UNPRINTABLE.test(text)) {
    return { encoding: "text", content: text, bytes: bytes.length };
  }
  return { encoding: "base64", content: Buffer.from(bytes).toString("base64"), bytes: bytes.length };
}

function decode(bytes: Uint8Array, cut: boolean): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}
