import { describe, expect, it } from "vitest";
import { completeFilter } from "./filter-completion";

const variables = [
  { path: "event.type", type: "text", values: ['"attendee.created"', '"attendee.deleted"'] },
  { path: "event.data", type: "object" },
  { path: "event.data.ticket_type", type: "text, or none" },
  { path: "event.data.tags", type: "list (each: text)" },
];
/** What is offered with the caret at `|`, as the text would be with each option taken. */
function offered(marked: string): string[] {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { replaces, options } = completeFilter(text, caret, variables);
  const end = replaces.offset + replaces.length;
  return options.map(({ insert }) => text.slice(0, replaces.offset) + insert + text.slice(end));
}

describe("what is offered while a filter is written", () => {
  it("names by their beginning, then by that of a part", () => {
    expect(offered("ev|")[0]).toBe("event.type");
    expect(offered("event.data.ti|")).toEqual(["event.data.ticket_type"]);
    expect(offered("!tick|")).toEqual(["!event.data.ticket_type"]);
    expect(offered("event.type != 1 && event.data.ta| == 2")).toEqual([
      "event.type != 1 && event.data.tags == 2",
    ]);
  });

  it("values where there are but a few", () => {
    expect(offered('event.type == "attendee.d|')).toEqual([
      'event.type == "attendee.created"',
      'event.type == "attendee.deleted"',
    ]);
    expect(offered("event.type == |")).toHaveLength(2);
  });

  it("what can be called on a value, by its kind", () => {
    expect(offered("event.data.ticket_type.st|")).toEqual(['event.data.ticket_type.startsWith("']);
    expect(offered("event.data.tags.|")[0]).toBe("event.data.tags.exists(item, ");
  });

  it("nothing inside a text, for what is whole already, or where nothing is written", () => {
    expect(offered('event.data.ticket_type == "ev|')).toEqual([]);
    expect(offered("event.data.ticket_type|")).toEqual([]);
    expect(offered("|")).toEqual([]);
    expect(offered("event.data.nothing|")).toEqual([]);
  });
});
