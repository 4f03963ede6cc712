import { describe, expect, it } from "vitest";
import { readBody } from "./read-body";

function streamOf(...sizes: number[]) {
  const sent = { cancelled: false };
  const queue = sizes.map((size) => new Uint8Array(size).fill(7));
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = queue.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
    cancel() {
      sent.cancelled = true;
    },
  });
  return { stream, sent };
}

describe("readBody", () => {
  it("gives nothing for no body", async () => {
    expect(await readBody(null, 10)).toEqual({ body: Buffer.alloc(0), cut: false });
  });

  it("takes a body of exactly the limit whole", async () => {
    const { stream } = streamOf(4, 6);
    expect(await readBody(stream, 10)).toEqual({ body: Buffer.alloc(10, 7), cut: false });
  });

  it("cuts a longer one at the limit and stops reading", async () => {
    const { stream, sent } = streamOf(4, 6, 1, 1_000_000);
    expect(await readBody(stream, 10)).toEqual({ body: Buffer.alloc(10, 7), cut: true });
    expect(sent.cancelled).toBe(true);
  });
});
