import type { Time } from "./time";

/** Work that can be left off after each step. */
export type Work = Generator<void, void>;
type Task = { work: Work; resolve: () => void; reject: (error: unknown) => void };

/**
 * Shares the thread between organisations: each may work for `sliceMs`, then it is the next one's turn. What is over within its first slice, while
 * nobody waits, is done at once.
 */
export function createTurns(time: Time, sliceMs: number) {
  const queues = new Map<string, Task[]>();
  let running = false;

  /** @returns whether the task is over. */
  function advance(task: Task): boolean {
    const until = time.now() + sliceMs;
    try {
      do {
        if (task.work.next().done) {
          task.resolve();
          return true;
        }
      } while (time.now() < until);
      return false;
    } catch (error) {
      task.reject(error);
      return true;
    }
  }

  function turn(): void {
    const [key, tasks] = queues.entries().next().value ?? [];
    if (key === undefined || !tasks?.[0]) {
      running = false;
      return;
    }
    // To the end of the round.
    queues.delete(key);
    if (advance(tasks[0])) tasks.shift();
    if (tasks.length > 0) queues.set(key, tasks);
    time.soon(turn);
  }

  return {
    /** Does an organisation's work in its turns, one piece after the other. */
    run(orgId: string, work: Work): Promise<void> {
      return new Promise((resolve, reject) => {
        const task = { work, resolve, reject };
        if (!running && advance(task)) return;
        const tasks = queues.get(orgId);
        if (tasks) tasks.push(task);
        else queues.set(orgId, [task]);
        if (running) return;
        running = true;
        time.soon(turn);
      });
    },
  };
}
