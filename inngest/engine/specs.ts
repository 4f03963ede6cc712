import { type Inngest, type InngestFunction, internalEvents } from "inngest";
import type { Route, Routes } from "../triggers";
import { cronProblem } from "./cron";

/** What the engine knows of a function. */
export type FunctionSpec = {
  /** With the app's prefix. */
  id: string;
  /** Tries of a step, the first one included. */
  maxAttempts: number;
  events: string[];
  crons: string[];
  concurrency?: { limit: number; key: string };
  /** The function whose failures this one handles. */
  failureOf?: string;
};

/** The options that the engine knows how to keep to. Whatever else a function asks for would be left undone without a word. */
const SUPPORTED = new Set(["id", "name", "description", "triggers", "retries", "concurrency", "onFailure"]);
const MOST_RETRIES = 20;

type Options = InngestFunction.Options;
type Trigger = { event?: unknown; cron?: unknown };
/** Of a trigger; the last three are there when it is an `eventType()`. */
const TRIGGER_PARTS = new Set(["event", "cron", "name", "schema", "version"]);
const LIMIT_PARTS = new Set(["limit", "key", "scope"]);

/**
 * Reads the functions' options.
 * @throws Error with a line for each option that the engine does not support.
 */
export function describeFunctions(
  client: Inngest.Any,
  functions: readonly InngestFunction.Any[],
): FunctionSpec[] {
  const problems: string[] = [];
  const specs = functions.flatMap((fn) => describe(fn.id(client.id), fn.opts, problems));
  const ids = specs.map((spec) => spec.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
    problems.push(`${id}: two functions have this id.`);
  }
  if (problems.length > 0) {
    throw new Error(`The embedded engine can't run these functions:\n  ${problems.join("\n  ")}`);
  }
  return specs;
}

function describe(id: string, opts: Options, problems: string[]): FunctionSpec[] {
  const refuse = (why: string) => problems.push(`${id}: ${why}`);
  for (const option of unknownIn(opts, SUPPORTED)) refuse(`the option "${option}" is not supported.`);
  readRetries(opts.retries, refuse);
  const { events, crons } = readTriggers((opts.triggers ?? []) as Trigger[], refuse);
  const concurrency = readConcurrency(opts.concurrency, refuse);
  const spec: FunctionSpec = {
    id,
    maxAttempts: (opts.retries ?? 0) + 1,
    events,
    crons,
    ...(concurrency && { concurrency }),
  };
  if (!opts.onFailure) return [spec];
  return [spec, { id: `${id}-failure`, maxAttempts: 2, events: [], crons: [], failureOf: id }];
}

/** The names of an object's values that are set and not among those known. */
function unknownIn(object: object, known: ReadonlySet<string>): string[] {
  return Object.entries(object).flatMap(([name, value]) =>
    value === undefined || known.has(name) ? [] : [name],
  );
}

function readRetries(retries: number | undefined, refuse: (why: string) => void): void {
  if (retries === undefined) refuse('"retries" must be set; its default differs from place to place.');
  else if (!Number.isInteger(retries) || retries < 0 || retries > MOST_RETRIES) {
    refuse(`"retries" must be a whole number from 0 to ${MOST_RETRIES}, not ${retries}.`);
  }
}

function readTriggers(triggers: Trigger[], refuse: (why: string) => void) {
  const events: string[] = [];
  const crons: string[] = [];
  for (const trigger of triggers) {
    for (const part of unknownIn(trigger, TRIGGER_PARTS))
      refuse(`a trigger with "${part}" is not supported.`);
    if (typeof trigger.cron === "string") {
      const problem = cronProblem(trigger.cron);
      if (problem) refuse(`cron "${trigger.cron}": ${problem}`);
      crons.push(trigger.cron);
      continue;
    }
    const name =
      typeof trigger.event === "string" ? trigger.event : (trigger.event as { name?: string })?.name;
    if (!name || name.includes("*") || name === internalEvents.FunctionInvoked) {
      refuse(`the trigger "${name ?? "?"}" is not supported: use an event's plain name or a cron.`);
    } else events.push(name);
  }
  if (events.length + crons.length === 0) refuse("it has no trigger.");
  return { events, crons };
}

function readConcurrency(option: Options["concurrency"], refuse: (why: string) => void) {
  if (option === undefined || option === 0) return undefined;
  const list = typeof option === "number" ? [{ limit: option }] : [option].flat();
  const [only] = list;
  if (!only || list.length > 1) {
    refuse('"concurrency" may have one limit.');
    return undefined;
  }
  for (const part of unknownIn(only as object, LIMIT_PARTS)) {
    refuse(`"concurrency" with "${part}" is not supported.`);
  }
  const { limit, key = "", scope = "fn" } = only as { limit: number; key?: string; scope?: string };
  if (scope !== "fn") refuse(`"concurrency" with the scope "${scope}" is not supported.`);
  if (key !== "" && !/^event\.(data\.)?\w+(\.\w+)*$/.test(key)) {
    refuse(`"concurrency": the key must be a plain path such as event.data.id, not "${key}".`);
  }
  return limit > 0 ? { limit, key } : undefined;
}

/** Which functions each event starts. */
export function routesOf(specs: readonly FunctionSpec[]): Routes {
  const routes: Record<string, Route[]> = {};
  for (const spec of specs) {
    for (const name of spec.events) {
      routes[name] ??= [];
      routes[name].push({
        functionId: spec.id,
        ...(spec.concurrency && { concurrencyKey: spec.concurrency.key }),
      });
    }
  }
  return routes;
}

/**
 * @throws Error if senders would start other functions than the functions themselves ask for.
 */
export function verifyRoutes(known: Routes, specs: readonly FunctionSpec[]): void {
  const lines = (routes: Routes) =>
    Object.entries(routes).flatMap(([event, list]) =>
      list.map(({ functionId, concurrencyKey }) =>
        concurrencyKey === undefined
          ? `${event} starts ${functionId}`
          : `${event} starts ${functionId}, concurrency key ${concurrencyKey || "none"}`,
      ),
    );
  const written = new Set(lines(known));
  const real = new Set(lines(routesOf(specs)));
  const problems = [
    ...[...real].filter((line) => !written.has(line)).map((line) => `missing: ${line}`),
    ...[...written].filter((line) => !real.has(line)).map((line) => `no longer so: ${line}`),
  ];
  if (problems.length > 0) {
    throw new Error(`inngest/triggers.ts does not match the functions:\n  ${problems.join("\n  ")}`);
  }
}
