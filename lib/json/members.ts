import { membersOf, skipSpace } from "./scan";

/**
 * The text of a JSON object with one member more, as its last one. All else stays to the letter; a member of that name that is there already goes, so that
 * there are never two.
 * @param text an object
 * @param value JSON text
 */
export function withMember(text: string, key: string, value: string): string {
  const without = mayHave(text, key) ? withoutMember(text, key) : text;
  const open = without.slice(0, without.lastIndexOf("}")).trimEnd();
  return `${open}${open.endsWith("{") ? "" : ","}${JSON.stringify(key)}:${value}}`;
}

/** A cheap look: a key may be written with escapes. */
const mayHave = (text: string, key: string) => text.includes(JSON.stringify(key)) || text.includes("\\u");

function withoutMember(text: string, key: string): string {
  const open = skipSpace(text, 0);
  const { members } = membersOf(text, open);
  if (members.every((member) => member.key !== key)) return text;
  const kept = members.filter((member) => member.key !== key);
  return `{${kept.map(({ at, end }) => text.slice(at, end)).join(",")}}`;
}
