import { unstable_rethrow } from "next/navigation";
import { createActions } from "./make-action";
import { getCtx } from "./session";

/**
 * `action(permission, schema, work)` makes a server action: it authenticates, authorises, parses, and answers a `Result`.
 * `publicAction(schema, work)` is the same for those who are not signed in.
 */
export const { action, publicAction } = createActions({ getCtx, rethrow: unstable_rethrow });
