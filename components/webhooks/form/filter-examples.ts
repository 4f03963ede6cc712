import type { FilterVariable } from "@/lib/matching/filter";

type Example = { expression: string; meaning: string /** Names it needs. */; needs: string[] };

const EXAMPLES: Example[] = [
  {
    expression: 'event.data.ticket_type == "Sponsor"',
    meaning: "Attendees with a certain ticket",
    needs: ["event.data.ticket_type"],
  },
  {
    expression: 'event.data.language in ["de", "fr"]',
    meaning: "Any of several values",
    needs: ["event.data.language"],
  },
  {
    expression: 'event.data.event.slug.startsWith("spring-")',
    meaning: "Calendar events by the beginning of their slug",
    needs: ["event.data.event.slug"],
  },
  {
    expression: 'event.data.user.email.endsWith("@example.org")',
    meaning: "Members of one company",
    needs: ["event.data.user.email"],
  },
  {
    expression: 'event.data.email.endsWith("@example.org")',
    meaning: "People of one company",
    needs: ["event.data.email"],
  },
  {
    expression: '"email" in event.changes',
    meaning: "Updates that changed a certain field",
    needs: ["event.changes"],
  },
  {
    expression: 'event.type != "attendee.deleted"',
    meaning: "All but one event type",
    needs: ["event.data.ticket_type"],
  },
];

/** Examples over what the event types subscribed to have. Pure. */
export function filterExamples(variables: FilterVariable[], count = 4): Example[] {
  const known = new Set(variables.map(({ path }) => path));
  return EXAMPLES.filter(({ needs }) => needs.every((path) => known.has(path))).slice(0, count);
}
