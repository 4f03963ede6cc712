import { PatternProblem } from "@/lib/regexp/compile";
import { LinearRegExp, type Meter } from "@/lib/regexp/linear";
import { KEYWORDS } from "./keywords";
import { asksUnevaluated, seeing } from "./keywords/unevaluated";
import { MAX_PATTERN_SIZE, MAX_SCHEMA_DEPTH, MAX_SUBSCHEMAS } from "./limits";
import type { Check } from "./run";
import { isObject, type JsonObject } from "./values";

/** What is wrong with a schema, and where in it: `properties.age.minimum`. */
export class SchemaProblem extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whether a text matches a pattern. */
export type Pattern = (text: string, meter: Meter) => boolean;

/** A schema ready for use. `tracks`: it asks what was not evaluated. */
export type Compiled = { check: Check; tracks: boolean };

type Slot = { check: Check; path: readonly string[] };

/**
 * Compiles a JSON Schema (2020-12) in one document: closures, not code that is made of the schema's text.
 * @param trusted its patterns are our own, and go to JavaScript's own engine.
 * @throws SchemaProblem
 */
export function compile(schema: unknown, { trusted = false } = {}): Compiled {
  const compiler = new Compiler(schema, trusted);
  return { check: compiler.document(), tracks: compiler.tracks };
}

class Compiler {
  tracks = false;
  private subschemas = 0;
  private patternSize = 0;
  private readonly slots = new Map<unknown, Slot>();
  private readonly waiting: { schema: unknown; slot: Slot }[] = [];
  readonly anchors = new Map<string, unknown>();

  constructor(
    readonly root: unknown,
    private readonly trusted: boolean,
  ) {
    collectAnchors(root, this.anchors, 0);
  }

  document(): Check {
    const check = this.subschema(this.root, []);
    // What a reference leads to is compiled once, after what refers to it: references may go round in circles.
    for (let next = this.waiting.pop(); next; next = this.waiting.pop()) {
      next.slot.check = this.subschema(next.schema, next.slot.path);
    }
    return check;
  }

  subschema(schema: unknown, path: readonly string[]): Check {
    if (schema === true) return () => true;
    if (schema === false) return (_, run) => run.fail("Not allowed here.");
    if (!isObject(schema)) throw problem(path, "Must be a schema: an object, true or false.");
    if (++this.subschemas > MAX_SUBSCHEMAS) {
      throw problem([], `It has more than ${MAX_SUBSCHEMAS} schemas within it.`);
    }
    if (path.length > 2 * MAX_SCHEMA_DEPTH) throw problem(path, "It is nested too deeply.");
    const place = new Place(schema, path, this);
    const before = this.subschemas;
    const checks = KEYWORDS.flatMap((keyword) => keyword(place) ?? []);
    const check = together(checks, this.subschemas === before && !Object.hasOwn(schema, "$ref"));
    return asksUnevaluated(schema) ? seeing(check) : check;
  }

  referred(schema: unknown, path: readonly string[]): Check {
    let slot = this.slots.get(schema);
    if (!slot) {
      slot = { check: () => true, path };
      this.slots.set(schema, slot);
      this.waiting.push({ schema, slot });
    }
    const target = slot;
    return (value, run) => target.check(value, run);
  }

  pattern(source: string, path: readonly string[]): Pattern {
    if (this.trusted) {
      const native = new RegExp(source, "u");
      return (text) => native.test(text);
    }
    try {
      const pattern = new LinearRegExp(source);
      this.patternSize += pattern.size;
      if (this.patternSize > MAX_PATTERN_SIZE)
        throw problem([], "Its patterns are too large, taken together.");
      return (text, meter) => pattern.test(text, meter);
    } catch (error) {
      if (error instanceof PatternProblem)
        throw problem(path, `This pattern can't be used: ${error.message}`);
      throw error;
    }
  }
}

/** One schema within the document, as the keywords read it. */
export class Place {
  constructor(
    readonly schema: JsonObject,
    readonly path: readonly string[],
    private readonly compiler: Compiler,
  ) {}

  get root(): unknown {
    return this.compiler.root;
  }

  get anchors(): ReadonlyMap<string, unknown> {
    return this.compiler.anchors;
  }

  /** The schema asks what was not evaluated. */
  track(): void {
    this.compiler.tracks = true;
  }

  check(schema: unknown, ...below: string[]): Check {
    return this.compiler.subschema(schema, [...this.path, ...below]);
  }

  /** The schema that a reference leads to, which may be this one. */
  referred(schema: unknown, path: readonly string[]): Check {
    return this.compiler.referred(schema, path);
  }

  pattern(source: string, ...below: string[]): Pattern {
    return this.compiler.pattern(source, [...this.path, ...below]);
  }

  /** @throws SchemaProblem */
  refuse(message: string, ...below: string[]): never {
    throw problem([...this.path, ...below], message);
  }
}

/** Nested deeper, it is refused once it is compiled. */
function collectAnchors(schema: unknown, anchors: Map<string, unknown>, depth: number): void {
  if (typeof schema !== "object" || schema === null || depth > 2 * MAX_SCHEMA_DEPTH) return;
  if (isObject(schema) && typeof schema.$anchor === "string") anchors.set(schema.$anchor, schema);
  for (const inner of Object.values(schema)) collectAnchors(inner, anchors, depth + 1);
}

const problem = (path: readonly string[], message: string) => new SchemaProblem(path.join("."), message);

/** All of a schema's keywords. What has nothing within it is paid for by what applies it. */
function together(checks: readonly Check[], isLeaf: boolean): Check {
  const [only] = checks;
  if (!only) return () => true;
  if (checks.length === 1 && isLeaf) return only;
  const cost = checks.length;
  return (value, run) => {
    run.enter(cost);
    let fits = true;
    for (const check of checks) {
      if (check(value, run)) continue;
      fits = false;
      if (!run.tells) break;
    }
    run.leave();
    return fits;
  };
}
