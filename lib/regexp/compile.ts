import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { type CharTest, charTest } from "./chars";

/** The longest pattern, in characters. */
const MAX_PATTERN_CHARACTERS = 1_000;
/** What a pattern may come to when its counted repetitions are written out, in instructions. */
const MAX_INSTRUCTIONS = 4_000;

/** Why a pattern can't be used, in a sentence. */
export class PatternProblem extends Error {}

/**
 * A pattern as a nondeterministic automaton. `match` is where one ends, `char` takes one character that `test` lets through, `fork` goes on at
 * both places, and the rest go on where their condition holds.
 */
export type Instruction =
  | { op: "match" }
  | { op: "char"; test: CharTest; next: number }
  | { op: "fork"; next: number; other: number }
  | { op: "start" | "end" | "word" | "noWord"; next: number };

export type Program = { instructions: readonly Instruction[]; first: number };

const parser = new RegExpParser({ ecmaVersion: 2024 });

/**
 * Compiles a regular expression of ECMA-262 as the flag `u` reads it, which is what JSON Schema's `pattern` is.
 * @throws PatternProblem for what is no pattern, and for what can't be matched in linear time: look-around and back-references
 */
export function compileProgram(source: string): Program {
  if (source.length > MAX_PATTERN_CHARACTERS) {
    throw new PatternProblem(`A pattern has at most ${MAX_PATTERN_CHARACTERS} characters.`);
  }
  const writer = new Writer();
  const first = writer.pattern(parse(source));
  return { instructions: writer.instructions, first };
}

function parse(source: string): AST.Pattern {
  try {
    return parser.parsePattern(source, 0, source.length, { unicode: true });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new PatternProblem(`${said.replace(/^Invalid regular expression: .*\/u?: /s, "")}.`);
  }
}

/** Writes instructions from the end of the pattern to its start, so that each knows what follows it. */
class Writer {
  readonly instructions: Instruction[] = [{ op: "match" }];
  /** Repetitions of nothing count as well. */
  private work = 0;

  pattern({ alternatives }: AST.Pattern): number {
    return this.alternatives(alternatives, 0);
  }

  private add(instruction: Instruction): number {
    return this.instructions.push(instruction) - 1;
  }

  private alternatives(alternatives: readonly AST.Alternative[], next: number): number {
    return alternatives
      .map(({ elements }) => elements.reduceRight((after, element) => this.element(element, after), next))
      .reduceRight((other, first) => this.add({ op: "fork", next: first, other }));
  }

  private element(element: AST.Element, next: number): number {
    if (++this.work > MAX_INSTRUCTIONS) {
      throw new PatternProblem("It is too large once its counted repetitions are written out.");
    }
    switch (element.type) {
      case "Group":
      case "CapturingGroup":
        return this.alternatives(element.alternatives, next);
      case "Quantifier":
        return this.quantifier(element, next);
      case "Assertion":
        return this.assertion(element, next);
      case "Backreference":
        throw new PatternProblem(
          `${element.raw} refers back to a group, which can't be matched in linear time.`,
        );
      case "Character":
      case "CharacterClass":
      case "CharacterSet": {
        const test = charTest(element);
        if (test) return this.add({ op: "char", test, next });
      }
    }
    throw new PatternProblem(`${element.raw} is not known here.`);
  }

  private quantifier({ element, min, max }: AST.Quantifier, next: number): number {
    let first = max === Number.POSITIVE_INFINITY ? this.loop(element, next) : next;
    for (let count = min; count < max && max !== Number.POSITIVE_INFINITY; count++) {
      first = this.add({ op: "fork", next: this.element(element, first), other: next });
    }
    for (let count = 0; count < min; count++) first = this.element(element, first);
    return first;
  }

  private loop(element: AST.QuantifiableElement, next: number): number {
    const fork = { op: "fork" as const, next: 0, other: next };
    const at = this.add(fork);
    fork.next = this.element(element, at);
    return at;
  }

  private assertion(assertion: AST.Assertion, next: number): number {
    switch (assertion.kind) {
      case "start":
      case "end":
        return this.add({ op: assertion.kind, next });
      case "word":
        return this.add({ op: assertion.negate ? "noWord" : "word", next });
      default:
        throw new PatternProblem(
          `${assertion.raw} looks ${assertion.kind === "lookahead" ? "ahead" : "behind"}, which can't be matched in linear time.`,
        );
    }
  }
}
