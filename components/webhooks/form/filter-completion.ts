import type { FilterVariable } from "@/lib/matching/filter";
import type { TextRange } from "./code-textarea";

/** Something that may be meant by what stands before the caret. */
export type Completion = { label: string; insert: string; hint: string };

const MAX_OPTIONS = 8;

/** What can be called on a value, by the first word of its type. */
const METHODS: Record<string, [insert: string, hint: string][]> = {
  text: [
    ['startsWith("', "begins with"],
    ['endsWith("', "ends with"],
    ['contains("', "has in it"],
    ['matches("', "regular expression"],
    ["lowerAscii()", "in small letters"],
    ["size()", "characters"],
  ],
  list: [
    ["exists(item, ", "for at least one"],
    ["all(item, ", "for every one"],
    ["size()", "how many"],
  ],
  object: [["size()", "how many keys"]],
  time: [
    ["getHours()", "0 to 23, UTC"],
    ["getDayOfWeek()", "0 is Sunday"],
  ],
};

/**
 * What may be meant at the caret: names below `event`, the values a name can have, what can be called on it. Pure.
 * @returns the part of the text that an option replaces, and the options, the best first; none inside a text that is being written
 */
export function completeFilter(
  text: string,
  caret: number,
  variables: FilterVariable[],
): { replaces: TextRange; options: Completion[] } {
  const before = text.slice(0, caret);
  const value = /([\w.[\]"]+)\s*(?:==|!=)\s*("[^"]*|[\w.]*)$/.exec(before);
  const values = value && variables.find(({ path }) => path === value[1])?.values;
  if (values) return answer(caret, value[2] ?? "", valueOptions(values));
  if (isInText(before)) return answer(caret, "", []);
  const written = /[A-Za-z_][\w.[\]"]*$/.exec(before)?.[0] ?? "";
  if (written === "") return answer(caret, "", []);
  const method = methodOptions(written, variables);
  if (method) return answer(caret, method.part, method.options);
  return answer(caret, written, nameOptions(written, variables));
}

function answer(caret: number, part: string, options: Completion[]) {
  const low = part.toLowerCase();
  const fitting = options.filter(({ insert }) => insert.toLowerCase() !== low);
  return {
    replaces: { offset: caret - part.length, length: part.length },
    options: fitting.slice(0, MAX_OPTIONS),
  };
}

const isInText = (before: string) => (before.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 1;

const valueOptions = (values: string[]): Completion[] =>
  values.map((value) => ({ label: value, insert: value, hint: "" }));

/** Names that begin as written, then those of which a part does. */
function nameOptions(written: string, variables: FilterVariable[]): Completion[] {
  const low = written.toLowerCase();
  const rank = ({ path }: FilterVariable) => {
    const name = path.toLowerCase();
    if (name.startsWith(low)) return 0;
    return low.length > 1 && name.split(/[.[]/).some((part) => part.startsWith(low)) ? 1 : 2;
  };
  return variables
    .map((variable) => ({ variable, rank: rank(variable) }))
    .filter((each) => each.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .map(({ variable: { path, type } }) => ({ label: path, insert: path, hint: type }));
}

/** After a name whose value has no names below it, or not the one written: what can be called on it. */
function methodOptions(written: string, variables: FilterVariable[]) {
  const dot = written.lastIndexOf(".");
  const [owner, part] = [written.slice(0, dot), written.slice(dot + 1)];
  const type = variables.find(({ path }) => path === owner)?.type;
  const methods = type && METHODS[type.split(/[ ,]/)[0] ?? ""];
  if (!methods || variables.some(({ path }) => path.startsWith(written))) return null;
  const options = methods
    .filter(([insert]) => insert.toLowerCase().startsWith(part.toLowerCase()))
    .map(([insert, hint]) => ({ label: insert.replace(/\(.*$/, "()"), insert, hint }));
  return { part, options };
}
