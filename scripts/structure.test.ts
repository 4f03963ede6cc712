import { describe, expect, it } from "vitest";
import { faultsOf } from "./structure.mjs";

const ACTION = '"use server";\nexport const save = 1;';

describe("the words for files", () => {
  it.each([
    ["lib/jobs/actions.ts", ACTION],
    ["lib/webhooks/form-actions.ts", ACTION],
    ["lib/jobs/queries.ts", 'import { queryOptions } from "@tanstack/react-query";'],
    ["lib/jobs/data.ts", "db().select().from(jobs); seen.delete(id)"],
    ["lib/jobs/mutations.ts", "await tx.insert(jobs)"],
    ["lib/jobs/schema.ts", 'import type { RetrySchedule } from "@/db/types";'],
    ["components/jobs/save.ts", 'import { useQuery } from "@tanstack/react-query";'],
  ])("take %s", (path, text) => {
    expect(faultsOf({ [path]: text })).toEqual([]);
  });

  it.each([
    ["lib/jobs/mutations.ts", ACTION],
    ["app/page.tsx", 'async function save() {\n  "use server";\n}'],
    ["lib/jobs/actions.ts", "export const save = 1;"],
    ["lib/jobs/queries.ts", "export const read = 1;"],
    ["lib/jobs/data.ts", 'import { queryOptions } from "@tanstack/react-query";'],
    ["lib/jobs/data.ts", "db()\n    .update(jobs)"],
    ["lib/jobs/data.ts", "sql`update jobs set status = 1`"],
    ["lib/jobs/schema.ts", 'import { jobs } from "@/db/schema";'],
    ["lib/jobs/words.ts", 'import { db } from "@/db/client";'],
    ["lib/jobs/types.ts", ""],
  ])("don't take %s with %s", (path, text) => {
    expect(faultsOf({ [path]: text })).toEqual([expect.stringContaining(path)]);
  });
});

describe("imports", () => {
  const imports = (path: string, target: string) => faultsOf({ [path]: `import { a } from "${target}";` });

  it.each([
    ["app/page.tsx", "@/components/home"],
    ["app/page.tsx", "@/lib/jobs/data"],
    ["app/layout.tsx", "./globals.css"],
    ["components/jobs/job.tsx", "../ui/button"],
    ["lib/jobs/data.ts", "@/db/client"],
    ["lib/jobs/make.ts", "@/inngest/send"],
    ["db/client.ts", "@/env"],
    ["inngest/functions/sweep.ts", "@/lib/delivery/clock/sweep"],
    ["inngest/engine/store.ts", "@/db/client"],
    ["inngest/client.ts", "./engine/wake"],
    ["server/engine.ts", "@/inngest/engine/engine"],
    ["lib/jobs/data.test.ts", "@/app/page"],
  ])("of %s may go to %s", (path, target) => {
    expect(imports(path, target)).toEqual([]);
  });

  it.each([
    ["components/jobs/job.tsx", "@/app/page"],
    ["components/jobs/job.tsx", "@/db/client"],
    ["components/jobs/job.tsx", "@/inngest/send"],
    ["app/page.tsx", "@/db/schema"],
    ["app/page.tsx", "@/scripts/test/fixtures"],
    ["lib/jobs/data.ts", "@/components/ui/button"],
    ["lib/jobs/data.ts", "../../app/page"],
    ["lib/jobs/make.ts", "@/inngest/engine/engine"],
    ["lib/jobs/make.ts", "@/inngest/sends"],
    ["db/client.ts", "@/lib/log"],
    ["env.ts", "./lib/log"],
    ["inngest/functions/sweep.ts", "@/components/ui/button"],
    ["inngest/functions/sweep.ts", "@/db/client"],
    ["inngest/engine/store.ts", "@/lib/delivery/attempt"],
    ["server/web.ts", "@/app/page"],
  ])("of %s may not go to %s", (path, target) => {
    expect(imports(path, target)).toEqual([expect.stringContaining(`${path}: imports `)]);
  });

  it("count over several lines, for types, and in the middle of a file", () => {
    for (const text of [
      'import {\n  a,\n  b,\n} from "@/lib/log";',
      'import type { A } from "@/lib/log";',
      'const log = await import("@/lib/log");',
      'export { a } from "../lib/log";',
      'import "@/lib/log";',
    ]) {
      expect(faultsOf({ "db/client.ts": text })).toHaveLength(1);
    }
  });
});

describe("circles", () => {
  const room = (path: string, ...targets: string[]) => [
    path,
    targets.map((target) => `import { a } from "${target}";`).join("\n"),
  ];
  const circles = (...rooms: string[][]) => faultsOf(Object.fromEntries(rooms));

  it("are none where rooms lean on each other in order, or a room on itself", () => {
    expect(
      circles(
        room("lib/webhooks/data.ts", "@/lib/jobs/data", "./schema", "@/lib/errors"),
        room("lib/webhooks/schema.ts", "./data"),
        room("lib/jobs/data.ts", "@/lib/errors"),
        room("lib/jobs/data.test.ts", "@/lib/webhooks/data"),
      ),
    ).toEqual([]);
  });

  it("are found once, with the files that make them", () => {
    const found = circles(
      room("lib/webhooks/replay.ts", "@/lib/jobs/make"),
      room("lib/jobs/make.ts", "@/lib/audit"),
      room("lib/audit/index.ts", "../webhooks/data"),
    );
    expect(found).toHaveLength(1);
    for (const file of ["lib/webhooks/replay.ts", "lib/jobs/make.ts", "lib/audit/index.ts"]) {
      expect(found[0]).toContain(`${file} imports lib/`);
    }
  });

  it("are found between the rooms of delivery, and the files beside them", () => {
    expect(
      circles(
        room("lib/delivery/clock/drain.ts", "../attempt"),
        room("lib/delivery/attempt.ts", "./clock/time"),
      ),
    ).toHaveLength(1);
    expect(
      circles(
        room("lib/delivery/verdict/explain.ts", "../network/send"),
        room("lib/delivery/network/send.ts", "@/lib/delivery/verdict/classify"),
      ),
    ).toHaveLength(1);
  });
});
