import type { Fault } from "@/lib/errors";
import { endOfString, endOfValue, skipSpace, stringBetween, TOO_DEEP } from "./scan";

/** How many arrays and objects may stand in each other in what callers send. */
export const MAX_DEPTH = 128;

/** How many steps of a path are shown: the way in is enough to find the place. */
const SHOWN_STEPS = 8;

/**
 * The fault of a JSON text that is nested too deeply for what works on it afterwards, or null. Neither recurs nor parses.
 * @param path what the text is called in the fault's path, such as `data`; empty for a whole body
 */
export function depthFault(text: string, path = "", maxDepth = MAX_DEPTH): Fault | null {
  const start = skipSpace(text, 0);
  return endOfValue(text, start, { maxDepth, hasExponent: false }) === TOO_DEEP
    ? tooDeep(text, start, path, maxDepth)
    : null;
}

/** The fault of the value at `start`, known to be nested too deeply. */
export function tooDeep(text: string, start: number, path = "", maxDepth = MAX_DEPTH): Fault {
  const steps = pathTo(text, start, maxDepth);
  const shown = steps.slice(0, SHOWN_STEPS).join("") + (steps.length > SHOWN_STEPS ? "…" : "");
  return {
    path: path === "" ? shown.replace(/^\./, "") : path + shown,
    message: `Lists and objects are nested more than ${maxDepth} deep here.`,
  };
}

/** The keys and indexes on the way to the first value that is too deep. */
function pathTo(text: string, start: number, maxDepth: number): string[] {
  const steps: (string | number)[] = [];
  for (let at = start; at < text.length; at++) {
    const last = steps.length - 1;
    const step = steps[last];
    switch (text[at]) {
      case '"': {
        const close = endOfString(text, at);
        if (text[skipSpace(text, close + 1)] === ":") steps[last] = stringBetween(text, at, close);
        at = close;
        break;
      }
      case "[":
        if (steps.length === maxDepth) return steps.map(inWords);
        steps.push(0);
        break;
      case "{":
        if (steps.length === maxDepth) return steps.map(inWords);
        steps.push("");
        break;
      case ",":
        if (typeof step === "number") steps[last] = step + 1;
        break;
      case "]":
      case "}":
        steps.pop();
    }
  }
  return steps.map(inWords);
}

const inWords = (step: string | number) =>
  typeof step === "number" ? `[${step}]` : `.${step.length > 60 ? `${step.slice(0, 59)}…` : step}`;
