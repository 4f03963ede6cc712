import { expect, it } from "vitest";
import { collectValues } from "./target-values";

const attendee = { ticketType: null, attendeeType: null, language: null, custom: null };

it("collects what attendees had, most frequent first", () => {
  const values = collectValues([
    { ...attendee, ticketType: "Visitor", language: "en", custom: { company: "A", vip: true } },
    { ...attendee, ticketType: "Sponsor", language: "de", custom: { company: "B", size: 3 } },
    { ...attendee, ticketType: "Sponsor", language: "", custom: { company: null, tags: ["x"] } },
    { ...attendee, custom: "odd" },
  ]);
  expect(values).toEqual({
    ticketTypes: ["Sponsor", "Visitor"],
    attendeeTypes: [],
    languages: ["de", "en"],
    custom: { company: ["A", "B"], vip: ["true"], size: ["3"], tags: [] },
  });
});

it("keeps the lists short", () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ ...attendee, ticketType: `T${index}` }));
  expect(collectValues(many).ticketTypes).toHaveLength(50);
});
