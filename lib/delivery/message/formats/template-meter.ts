import { type Context, defaultOperators, type Emitter, filters, type Liquid, type Operators } from "liquidjs";

/**
 * What a filter works on besides what it makes, in characters: Liquid counts the latter alone, and looks at the clock only between the
 * parts of a template, of which one can hold any number of filters.
 */
const WORK: Record<string, (value: unknown, argument: unknown) => number> = {
  ...all(
    ["sort", "sort_natural", "sum", "map", "where", "reject", "has", "find", "find_index", "group_by"],
    perItem(10),
  ),
  ...all(["where_exp", "reject_exp", "has_exp", "find_exp", "find_index_exp", "group_by_exp"], perItem(50)),
  ...all(
    ["split", "replace", "replace_first", "replace_last", "remove", "remove_first", "remove_last"],
    toSearch,
  ),
};

function all<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

function perItem(characters: number) {
  return (value: unknown): number => (Array.isArray(value) ? value.length * characters : 0);
}

/** To look for a long text in a long one takes up to the one's length times the other's. */
function toSearch(text: unknown, sought: unknown): number {
  return typeof text === "string" && typeof sought === "string" ? (text.length * sought.length) / 2_048 : 0;
}

/** Counts the work of all filters, and looks at the clock before each. */
export function meterFilters(engine: Liquid): void {
  for (const [name, options] of Object.entries(filters)) {
    const handler = typeof options === "function" ? options : options.handler;
    const raw = typeof options === "function" ? false : options.raw;
    const work = WORK[name];
    engine.registerFilter(name, {
      raw,
      handler(value: unknown, ...given: unknown[]) {
        const { memoryLimit, renderLimit } = this.context;
        renderLimit.check(performance.now());
        if (work) memoryLimit.use(work(value, given[0]));
        return handler.apply(this, [value, ...given]);
      },
    });
  }
}

const { contains: searches } = defaultOperators;
if (!searches) throw new Error("Liquid has no contains operator.");

/** Liquid's operators, of which one searches. */
export const meteredOperators: Operators = {
  ...defaultOperators,
  contains(text: unknown, sought: unknown, context: Context) {
    context.memoryLimit.use(toSearch(text, sought));
    return searches(text, sought, context);
  },
};

/** Output and captured text count as memory too; by itself Liquid counts what filters make alone. */
export function meterOutput({ renderer }: Liquid): void {
  const render = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = (templates, context, emitter) =>
    render(templates, context, emitter ?? meteredEmitter(context));
}

function meteredEmitter(context: Context): Emitter {
  return {
    buffer: "",
    write(value: unknown) {
      const text = value === null || value === undefined ? "" : textOf(value);
      context.memoryLimit.use(text.length);
      this.buffer += text;
    },
  };
}

/** As Liquid itself writes values: lists without a separator. */
const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.map((item) => textOf(item ?? "")).join("") : String(value);
