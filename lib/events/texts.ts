import type { Fault } from "@/lib/errors";
import { MAX_DEPTH, tooDeep } from "@/lib/json/depth";
import { endOfValue, type Look, membersOf, skipSpace, TOO_DEEP } from "@/lib/json/scan";

/** An event's data and changes as the caller wrote them, to the letter. */
export type EventTexts = {
  /** Null where there is none, which no event is accepted with. */
  data: string | null;
  changes: string | null;
  /** A number with an exponent may be larger, or smaller, than a double can be. */
  hasExponent: boolean;
};

const FIELDS = ["id", "type", "data", "changes", "time"];
const MAX_FAULTS = 100;

/**
 * Finds the text of each event's data and changes in the text of a call. What is kept of an event is this text: parsing and printing it again would change
 * numbers, the order of keys and more.
 * @param text JSON that was parsed already: one event or a list of them. What is no object has no texts of its own.
 * @param at names an element in the faults' paths, as in checkEvents
 * @returns one element an event, in order; or the faults: nested too deeply, a field given twice
 */
export function eventTexts(
  text: string,
  at: (index: number) => string,
): { ok: true; texts: EventTexts[] } | { ok: false; faults: Fault[] } {
  const texts: EventTexts[] = [];
  const faults: Fault[] = [];
  let place = skipSpace(text, 0);
  const isList = text[place] === "[";
  if (isList) place = skipSpace(text, place + 1);
  while (place < text.length && text[place] !== "]" && faults.length < MAX_FAULTS) {
    const index = texts.length;
    const found: EventTexts = { data: null, changes: null, hasExponent: false };
    const refuse = (path: string, message: string) =>
      faults.push({ path: `${at(index)}${path}`.replace(/\.$/, ""), message });
    const end = readEvent(text, place, found, refuse);
    texts.push(found);
    if (end === TOO_DEEP || !isList) break;
    place = skipSpace(text, end);
    if (text[place] === ",") place = skipSpace(text, place + 1);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, texts };
}

/** Writes what the event at `start` has to `found`, and answers where it ends. */
function readEvent(
  text: string,
  start: number,
  found: EventTexts,
  refuse: (path: string, message: string) => void,
): number {
  const look: Look = { maxDepth: MAX_DEPTH, hasExponent: false };
  if (text[start] !== "{") {
    const end = endOfValue(text, start, look);
    if (end === TOO_DEEP) refuse("", tooDeep(text, start).message);
    return end;
  }
  const { members, end } = membersOf(text, start, look);
  const seen: string[] = [];
  for (const member of members) {
    const { key } = member;
    if (member.end === TOO_DEEP) {
      const { path, message } = tooDeep(text, member.start, key);
      refuse(path, message);
    } else if (!FIELDS.includes(key)) continue;
    else if (seen.includes(key)) refuse(key, "It is given twice, and which of the two holds can't be known.");
    else if (key === "data") found.data = text.slice(member.start, member.end);
    else if (key === "changes") found.changes = text.slice(member.start, member.end);
    seen.push(key);
  }
  found.hasExponent = look.hasExponent;
  return end;
}
