import { Liquid, LiquidError, type Template } from "liquidjs";
import { readToShow } from "@/lib/json/read";
import { writeJson } from "@/lib/json/write";
import { MAX_TEMPLATE_CHARACTERS } from "./limits";
import { RenderError, type RenderEvent, type RenderExtras } from "./summary";
import { meteredOperators, meterFilters, meterOutput } from "./template-meter";

/** A template's bounds. They hold for a template gone wild as for one made to harm: rendering shares the process with all deliveries. */
export const MAX_OUTPUT_BYTES = 256 * 1024;
const MAX_RENDER_MS = 100;
/** Characters written or worked on in one rendering. */
const MAX_MEMORY = 2_000_000;
const PARSED_CACHE_SIZE = 1_000;
/** As JSON.stringify has it. */
const MAX_INDENT = 10;

/** Liquid without files: a template is one text. Times are in UTC, so that a body does not depend on the server. */
function createEngine(): Liquid {
  const engine = new Liquid({
    templates: {},
    strictFilters: true,
    ownPropertyOnly: true,
    timezoneOffset: 0,
    locale: "en-US",
    parseLimit: MAX_TEMPLATE_CHARACTERS,
    renderLimit: MAX_RENDER_MS,
    memoryLimit: MAX_MEMORY,
    operators: meteredOperators,
  });
  for (const tag of ["include", "render", "layout", "block"]) delete engine.tags[tag];
  meterFilters(engine);
  // What an event lacks is null: Liquid's own filter writes nothing for it, and then the rest is no JSON. And it changes numbers.
  for (const name of ["json", "inspect"]) {
    engine.registerFilter(name, function (value: unknown, indent?: unknown) {
      const { memoryLimit } = this.context;
      const spaces = Math.min(Number(indent) || 0, MAX_INDENT);
      return writeJson(value ?? null, spaces, (characters) => memoryLimit.use(characters));
    });
  }
  meterOutput(engine);
  return engine;
}

const engine = createEngine();
const parsed = new Map<string, Template[]>();

function parse(template: string): Template[] {
  let templates = parsed.get(template);
  if (!templates) {
    templates = engine.parse(template);
    if (parsed.size >= PARSED_CACHE_SIZE) parsed.delete(parsed.keys().next().value as string);
    parsed.set(template, templates);
  }
  return templates;
}

/** Where and why a template can't be used; line and column begin at 1. */
export type TemplateProblem = { message: string; line: number; column: number };

/** What is wrong with a template before any event is there, or null. Pure. */
export function templateProblem(template: string): TemplateProblem | null {
  try {
    parse(template);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

/**
 * A Liquid template's output for an event. It sees `event` (id, type, time, created, url, data, changes) and `webhook` (id, name).
 * @throws RenderError with the place of the fault; also when the output is not valid JSON though the content type says so.
 */
export function renderTemplate(
  webhook: { id: string; name: string; template: string | null; contentType: string },
  event: RenderEvent,
  { eventUrl }: RenderExtras,
): string {
  const output = run(webhook.template ?? "", {
    webhook: { id: webhook.id, name: webhook.name },
    event: {
      id: event.id,
      type: event.type,
      time: event.occurredAt.toISOString(),
      created: Math.floor(event.occurredAt.getTime() / 1000),
      url: eventUrl,
      data: readToShow(event.dataText),
      changes: event.changesText === null ? null : readToShow(event.changesText),
    },
  });
  if (Buffer.byteLength(output) > MAX_OUTPUT_BYTES) {
    throw new RenderError(`The template's output is larger than ${MAX_OUTPUT_BYTES / 1024} KB.`);
  }
  if (webhook.contentType === "application/json") assertJson(output);
  return output;
}

function run(template: string, scope: object): string {
  try {
    return String(engine.renderSync(parse(template), scope));
  } catch (error) {
    const { message, line, column } = problemOf(error);
    throw new RenderError(`${message} (line ${line}, column ${column})`);
  }
}

function assertJson(output: string): void {
  try {
    JSON.parse(output);
  } catch (error) {
    const detail = error instanceof Error ? error.message : "";
    throw new RenderError(
      `The template's output is not valid JSON, which the content type promises: ${detail}. Write values as {{ event.data.name | json }}.`,
    );
  }
}

const LIMITS: [RegExp, string][] = [
  [/parse length limit/, `The template is longer than ${MAX_TEMPLATE_CHARACTERS / 1024} KB`],
  [/template render limit/, `The template takes longer than ${MAX_RENDER_MS} ms; a loop may not end`],
  [/memory alloc limit|Invalid string length/, "The template makes too much text"],
  [/call stack/, "The template is nested too deeply"],
];

function problemOf(error: unknown): TemplateProblem {
  const message = error instanceof Error ? error.message : String(error);
  const [line, column] = LiquidError.is(error) ? error.token.getPosition() : [1, 1];
  const limit = LIMITS.find(([pattern]) => pattern.test(message));
  // Liquid adds “, line:1, col:5” and the template's name.
  const own = message
    .replace(/, (file:.*?, )?line:\d+, col:\d+$/, "")
    .replace(/^(.)/, (c) => c.toUpperCase());
  return { message: limit?.[1] ?? own, line: line ?? 1, column: column ?? 1 };
}
