import { AppError } from "@/lib/errors";
import { depthFault } from "@/lib/json/depth";

/** The largest body the API takes. */
const MAX_BODY_BYTES = 256 * 1024;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The body's bytes; stops reading at MAX_BODY_BYTES.
 * @throws AppError too_large; invalid when the caller left in the middle, or was too slow
 */
export async function readLimited(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  try {
    return await collect(chunks);
  } catch (error) {
    const isAborted = error instanceof Error && "code" in error && error.code === "ECONNRESET";
    throw isAborted ? new AppError("invalid", "The body did not arrive whole.") : error;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new AppError(
        "too_large",
        "The body is over 256 KiB. Send fewer events at once, or less data in each.",
      );
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** @throws AppError invalid when the bytes are not UTF-8 */
export function decodeBody(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AppError("invalid", "The body is not UTF-8.");
  }
}

/**
 * A body that is worked on by what recurs: nested to MAX_DEPTH at most.
 * @throws AppError invalid, saying where it stops being JSON, or is too deep
 */
export function parseJson(text: string): unknown {
  const value = parseAnyDepth(text);
  const fault = depthFault(text);
  if (fault) throw new AppError("invalid", "The body is nested too deeply.", [fault]);
  return value;
}

/** @throws AppError invalid, saying where it stops being JSON */
export function parseAnyDepth(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError(
      "invalid",
      `The body is not JSON: ${error instanceof Error ? error.message : "it does not parse"}.`,
    );
  }
}
