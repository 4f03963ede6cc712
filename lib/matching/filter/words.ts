import type { TypeError as CelTypeError, EvaluationError, ParseError } from "@marcbachmann/cel-js";
import { nearestNames } from "../patterns";
import { asWritten, FILTER_FUNCTIONS, type FilterNode, isNode, TooMuchWork } from "./language";

type CelError = ParseError | EvaluationError | CelTypeError;

/** Where in a filter something is wrong: line and column begin at 1, offset and length count characters from 0. */
export type FilterPosition = { line: number; column: number; offset: number; length: number };

/** What is wrong with a filter, in a sentence, and where. */
export type FilterProblem = { message: string; position?: FilterPosition };

const isCelError = (error: unknown): error is CelError =>
  error instanceof Error && "code" in error && "summary" in error;

/** An error of the library, or anything else that was thrown while it ran, in words. */
export function problemOf(error: unknown, expression: string): FilterProblem {
  if (error instanceof TooMuchWork) {
    return { message: "The filter takes too much work for this event: it loops over too many things." };
  }
  if (error instanceof RangeError)
    return { message: "The filter is nested too deeply or makes too much text." };
  if (!isCelError(error)) return { message: `The filter can't be used: ${(error as Error).message}.` };
  const message = sentence(error);
  return error.range ? { message, position: positionOf(expression, error.range) } : { message };
}

/** @param range offsets in `expression` */
export function positionOf(expression: string, range: { start: number; end: number }): FilterPosition {
  const offset = Math.min(range.start, expression.length);
  const before = expression.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    line: before.split("\n").length,
    column: offset - lineStart + 1,
    offset,
    length: Math.max(0, Math.min(range.end, expression.length) - offset),
  };
}

const TYPES: Record<string, string> = {
  string: "a text",
  int: "a number",
  uint: "a number",
  double: "a number",
  bool: "true or false",
  null: "none (null)",
  dyn: "something unknown",
  "google.protobuf.Timestamp": "a time",
  "google.protobuf.Duration": "a length of time",
  type: "a type",
};

/** `list<string>`, `dyn<int>`, `Object3` as people call them. */
export function typeInWords(type: string): string {
  const bare = type.trim().replace(/^dyn<(.+)>$/, "$1");
  if (bare.startsWith("list")) return "a list";
  if (bare.startsWith("map") || /^Object\d+$/.test(bare)) return "an object";
  return TYPES[bare] ?? bare;
}

type Wording = (error: CelError) => string;

const SENTENCES: Record<string, Wording> = {
  no_such_key: missingKey,
  no_such_overload: wrongOperands,
  no_matching_overload: wrongCall,
  unknown_function: ({ summary }) => {
    const near = nearestNames(summary, [...FILTER_FUNCTIONS], 1);
    return `There is no function ${summary}() in filters.${near[0] ? ` Did you mean ${near[0]}()?` : ""}`;
  },
  unknown_variable: ({ summary }) =>
    `There is no “${lastWord(summary)}”. Everything about an event is below event, as in event.data; texts are written in quotes.`,
  invalid_logical_operand: ({ summary }) =>
    `Both sides of && and || have to be true or false; this is ${quotedType(summary)}.`,
  invalid_condition_type: ({ summary }) =>
    `A condition has to be true or false; this is ${quotedType(summary)}.`,
  incompatible_ternary_branches: () => "Both outcomes of ? : have to be of one kind.",
  invalid_comprehension_range: ({ summary }) => `This needs a list or an object, not ${quotedType(summary)}.`,
  invalid_index_type: () => "A place in a list is a number; a key of an object is a text in quotes.",
  cannot_index_type: ({ summary }) => `There is nothing below ${quotedType(summary)}.`,
  index_out_of_bounds: () => "The list has no such place.",
  index_out_of_range: () => "The text is shorter than that.",
  invalid_regular_expression: () =>
    "This pattern can't be used: look-around, back-references and long repetitions are not possible.",
  invalid_timestamp: () => "A time is written as 2026-04-18T09:30:00Z.",
  invalid_duration: () => 'A length of time is written as "90m" or "24h".',
  unterminated_string: () => "A text is not closed: its second quote is missing.",
  unexpected_token: unexpected,
  expected_token: unexpected,
  division_by_zero: () => "A number was divided by zero.",
  modulo_by_zero: () => "A number was divided by zero.",
};

function sentence(error: CelError): string {
  const known = SENTENCES[error.code];
  if (known) return known(error);
  if (/^limit|exceed/i.test(error.code) || /exceed/i.test(error.summary)) {
    return "The filter is too long or nested too deeply: write it more simply.";
  }
  return `${asWritten(error.summary).replace(/\.$/, "")}.`;
}

/** The key, and in what it was looked for. */
export function missingKeyOf(error: unknown): { key: string; parent: string | null } | null {
  if (!isCelError(error) || error.code !== "no_such_key") return null;
  const node = error.node as unknown;
  const parent =
    isNode(node) && Array.isArray(node.args) && isNode(node.args[0]) ? textOf(node.args[0]) : null;
  return { key: error.summary.replace(/^No such key: /, ""), parent };
}

function missingKey(error: CelError): string {
  const missing = missingKeyOf(error);
  return `There is no “${missing?.key}”${missing?.parent ? ` in ${missing.parent}` : ""}.`;
}

/** A part of the expression as it is written. */
const textOf = ({ input, start, end }: FilterNode) => input.slice(start, end).trim();

/** “no such overload: string == int”, “no such overload: !string” */
function wrongOperands({ summary }: CelError): string {
  const [, left = "", operator = "", right = ""] =
    /^no such overload: (.+?) (==|!=|in|[-+*/%]|<=?|>=?) (.+)$/.exec(summary) ?? [];
  if (operator) return `${operator} does not work between ${typeInWords(left)} and ${typeInWords(right)}.`;
  const [, sign = "", type = ""] = /^no such overload: ([!-])(.+)$/.exec(summary) ?? [];
  return `${sign} does not work on ${typeInWords(type)}.`;
}

/** “found no matching overload for 'string.startsWith(int)'” */
function wrongCall({ summary }: CelError): string {
  const [, receiver, name = "", args = ""] = /'(?:(.+)\.)?(\w+)\((.*)\)'$/.exec(asWritten(summary)) ?? [];
  const given = args ? `, given ${splitTypes(args).map(typeInWords).join(" and ")}` : "";
  return receiver
    ? `${name}() does not work on ${typeInWords(receiver)}${given}.`
    : `${name}() does not work${given ? given.replace(", given", " on") : " without a value"}.`;
}

/** At the commas outside of <…>. */
const splitTypes = (list: string) => list.split(/,\s*(?![^<]*>)/);

const quotedType = (summary: string) => typeInWords(/'([^']+)'/.exec(summary)?.[1] ?? "something else");
const lastWord = (summary: string) => summary.slice(summary.lastIndexOf(" ") + 1);

const TOKENS: Record<string, string> = {
  EOF: "the end",
  IDENTIFIER: "a name",
  STRING: "a text",
  NUMBER: "a number",
  ...{ PLUS: "+", MINUS: "-", MULTIPLY: "*", DIVIDE: "/", MODULO: "%", EQ: "==", NE: "!=", LT: "<" },
  ...{ LE: "<=", GT: ">", GE: ">=", AND: "&&", OR: "||", NOT: "!", IN: "in", LPAREN: "(", RPAREN: ")" },
  ...{ LBRACKET: "[", RBRACKET: "]", LBRACE: "{", RBRACE: "}", DOT: ".", COMMA: ",", COLON: ":" },
  ...{ QUESTION: "?", BOOLEAN: "true or false", NULL: "null", BYTES: "bytes" },
};
const token = (name = "") => TOKENS[name] ?? name.toLowerCase();

/** “Unexpected token: EOF”, “Expected RPAREN, got EQ” */
function unexpected({ summary }: CelError): string {
  const [, expected, got] = /^Expected (\w+), got (\w+)/.exec(summary) ?? [];
  const found = got ?? /(\w+)$/.exec(summary)?.[1];
  if (found === "EOF") return "The filter ends too early.";
  if (expected) return `Here ${token(expected)} is expected, not ${token(got)}.`;
  return `${token(found)} can't stand here.`;
}
