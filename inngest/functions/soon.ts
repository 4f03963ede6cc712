import { RetryAfterError } from "inngest";
import { logFault } from "@/lib/log";

const MOST_SECONDS = 300;

/**
 * The work of a step whose faults are our own and mostly over soon, such as a database that restarts: tried again after 1, 2, 4 … seconds,
 * where Inngest by itself would wait for 15 to 45. (What a receiver does is no fault; its tries are the jobs' own.)
 * @param attempt of the function's handler, from 0
 * @throws RetryAfterError in place of what `work` throws; that is logged, and goes no further, because Inngest keeps errors.
 */
export async function soon<T>(attempt: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    logFault("A step failed and will be tried again", error);
    const message = error instanceof Error ? error.message.split("\n", 1)[0] : "";
    throw new RetryAfterError(message || "Failed", `${Math.min(2 ** attempt, MOST_SECONDS)}s`);
  }
}
