/**
 * Reads a body up to a limit and lets go of the rest.
 * @returns the bytes, and whether there was more
 */
export async function readBody(
  stream: ReadableStream<Uint8Array> | null,
  limitBytes: number,
): Promise<{ body: Buffer; cut: boolean }> {
  if (!stream) return { body: Buffer.alloc(0), cut: false };
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { body: Buffer.concat(chunks), cut: false };
    chunks.push(value);
    length += value.length;
    if (length > limitBytes) {
      await reader.cancel();
      return { body: Buffer.concat(chunks).subarray(0, limitBytes), cut: true };
    }
  }
}
