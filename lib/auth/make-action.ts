import { randomUUID } from "node:crypto";
import { type ZodType, z } from "zod";
import { isDatabaseAway } from "@/db/errors";
import { AppError, type Fault, unavailable } from "@/lib/errors";
import { type Admission, admit } from "@/lib/input";
import { logAway, logFault } from "@/lib/log";
import { type Failure, ok, type Result } from "@/lib/result";
import { authorise, type Ctx } from "./context";
import type { Permission } from "./permissions";

export type Action<T> = (input: unknown) => Promise<Result<T>>;

type Adapter = {
  getCtx: () => Promise<Ctx | null>;
  /** Throws what is the framework's own (a redirect, "not found") on. */
  rethrow?: (error: unknown) => void;
};

/**
 * The two kinds of server action: for those signed in, and for everybody (sign-in, setup). An input is admitted (lib/input), then parsed.
 */
export function createActions({ getCtx, rethrow = () => {} }: Adapter) {
  async function run<T>(work: () => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await work());
    } catch (error) {
      rethrow(error);
      return toFailure(error);
    }
  }

  return {
    action:
      <S extends ZodType, T>(
        permission: Permission,
        schema: S,
        work: (ctx: Ctx, input: z.output<S>) => Promise<T>,
        admission: Admission = {},
      ): Action<T> =>
      async (input) =>
        run(async () => {
          const ctx = await getCtx();
          if (!ctx) throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
          authorise(ctx, permission);
          return work(ctx, schema.parse(admit(input, admission)));
        }),
    publicAction:
      <S extends ZodType, T>(schema: S, work: (input: z.output<S>) => Promise<T>): Action<T> =>
      async (input) =>
        run(async () => work(schema.parse(admit(input)))),
  };
}

/** What went wrong, as a value the screen can show. The unknown is logged, without the data of a query, and shown as an id alone. */
function toFailure(error: unknown): Failure {
  if (error instanceof AppError) {
    const { code, message, faults, details } = error;
    return { ok: false, code, message, faults, details };
  }
  if (error instanceof z.ZodError) {
    const message = "Some of this needs another look.";
    return { ok: false, code: "invalid", message, faults: error.issues.map(toFault) };
  }
  if (isDatabaseAway(error)) {
    logAway(error);
    return toFailure(unavailable());
  }
  const id = randomUUID().slice(0, 8);
  logFault(`Error ${id}`, error);
  return {
    ok: false,
    code: "internal",
    message: `Something went wrong on our side. If it stays, tell your operator this number: ${id}`,
    faults: [],
  };
}

/** `headers.0.name`: the path as form libraries write it. */
const toFault = (issue: z.core.$ZodIssue): Fault => ({
  path: issue.path.map(String).join("."),
  message: issue.message,
});
