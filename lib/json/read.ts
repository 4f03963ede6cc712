import { Digits, exactNumber } from "./numbers";
import { ODD, odditiesOf } from "./oddities";
import { endOfScalar, endOfString, skipSpace, stringBetween } from "./scan";

/** What numbers and objects of a JSON text become. */
type Making = {
  number: (source: string) => unknown;
  object: (members: Map<string, unknown>) => unknown;
};

const COMPARING: Making = {
  number: exactNumber,
  // Libraries ask an object for its `constructor`; of a Map they get the real one.
  object: (members) => (members.has("constructor") ? members : toObject(members)),
};

const SHOWING: Making = {
  number: (source) => (String(Number(source)) === source ? Number(source) : new Digits(source)),
  object: toObject,
};

const CHECKING: Making = {
  number: (source) => {
    const value = Number(source);
    if (Number.isFinite(value)) return value === 0 ? Number(exactNumber(source)) : value;
    return value > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
  },
  object: Object.fromEntries,
};

/**
 * A JSON text as values to compare: as JSON.parse gives it, but that integers beyond the safe ones are bigints, and an object with a key `constructor` is a
 * Map. An ordinary text costs no more than JSON.parse and a look at it.
 */
export const readToCompare = (text: string): unknown =>
  odditiesOf(text) & (ODD.number | ODD.key) ? read(text, COMPARING) : JSON.parse(text);

/** A JSON text as values to print: numbers that JavaScript would write otherwise are Digits, and keys are in their order. */
export const readToShow = (text: string): unknown =>
  odditiesOf(text) ? read(text, SHOWING) : JSON.parse(text);

/** A JSON text as values to check against a schema: every number is a finite one, and only zero is 0. */
export const readToCheck = (text: string): unknown => read(text, CHECKING);

/** An array or object that is being read. */
type Frame = { list: unknown[] } | { members: Map<string, unknown>; key: string };

/** Reads text that JSON.parse accepts. It does not recur, since old events may be nested to any depth. */
function read(text: string, making: Making): unknown {
  const frames: Frame[] = [];
  let result: unknown;
  const put = (value: unknown) => {
    const frame = frames.at(-1);
    if (!frame) result = value;
    else if ("list" in frame) frame.list.push(value);
    else frame.members.set(frame.key, value);
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') {
      const close = endOfString(text, at);
      const string = stringBetween(text, at, close);
      const frame = frames.at(-1);
      if (frame && "members" in frame && text[skipSpace(text, close + 1)] === ":") frame.key = string;
      else put(string);
      at = close;
    } else if (character === "[") frames.push({ list: [] });
    else if (character === "{") frames.push({ members: new Map(), key: "" });
    else if (character === "]" || character === "}") {
      const done = frames.pop();
      if (done) put("list" in done ? done.list : making.object(done.members));
    } else if (character > " " && character !== "," && character !== ":") {
      const end = endOfScalar(text, at);
      put(scalar(text.slice(at, end), making));
      at = end - 1;
    }
  }
  return result;
}

function scalar(source: string, making: Making): unknown {
  if (source === "true") return true;
  if (source === "false") return false;
  return source === "null" ? null : making.number(source);
}

/** An object with its keys in the order given, which JavaScript by itself keeps but for integers. */
function toObject(members: Map<string, unknown>): object {
  const keys = [...members.keys()];
  const object = Object.fromEntries(members);
  const isInOrder = Object.keys(object).every((key, index) => key === keys[index]);
  return isInOrder ? object : new Proxy(object, { ownKeys: () => keys });
}
