import { unavailable } from "./errors";

/**
 * What `work` gives, if that is within `ms`: for work that may stand in a line behind other work that hangs. It goes on all the same.
 * @throws AppError unavailable when it takes longer; what `work` throws
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable()), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
