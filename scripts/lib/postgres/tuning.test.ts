import { expect, test } from "vitest";
import { tuning } from "./tuning.mjs";

const GB = 1024 ** 3;

test("takes what the machine has, within bounds", () => {
  const small = tuning({ memoryBytes: GB, freeDiskBytes: 4 * GB });
  expect(small).toMatchObject({ shared_buffers: "128MB", max_wal_size: "512MB" });
  const large = tuning({ memoryBytes: 64 * GB, freeDiskBytes: 500 * GB });
  expect(large).toMatchObject({ shared_buffers: "512MB", max_wal_size: "4096MB" });
});

test("never trades an accepted event for speed", () => {
  const settings = tuning({ memoryBytes: GB, freeDiskBytes: GB });
  expect(Object.keys(settings)).not.toEqual(expect.arrayContaining(["fsync"]));
  expect(Object.keys(settings)).not.toEqual(expect.arrayContaining(["synchronous_commit"]));
  expect(Object.keys(settings)).not.toEqual(expect.arrayContaining(["full_page_writes"]));
});
