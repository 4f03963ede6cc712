import { AsyncLocalStorage } from "node:async_hooks";

/**
 * How long a statement may take, waiting for a connection included, before it is given up: somebody waits for its answer, and "not just
 * now" within five seconds is one. A server that is frozen can't end a statement itself, so the driver does (scripts/patch-postgres.mjs).
 */
const WAITED_FOR_MS = 3_000;

/** For statements that change thousands of rows, and for those that nobody waits for. */
export const LONG_PATIENCE_MS = 30_000;

// One a process, also across Next's module reloads in development.
const holder = globalThis as unknown as {
  hookyardPatience?: { usual: number; own: AsyncLocalStorage<number> };
};
holder.hookyardPatience ??= { usual: WAITED_FOR_MS, own: new AsyncLocalStorage() };
const state = holder.hookyardPatience;

/** How long statements of this call chain may take, in ms. */
export const patience = (): number => state.own.getStore() ?? state.usual;

/** Runs `work` with another limit for each of its statements, in ms: for what legitimately takes long, or must not. */
export const withPatience = <T>(ms: number, work: () => Promise<T>): Promise<T> => state.own.run(ms, work);

/** Sets the limit of a process in which nobody waits for an answer. */
export function setUsualPatience(ms: number): void {
  state.usual = ms;
}
