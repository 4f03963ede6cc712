import type { Bar, Range } from "@/lib/webhooks/chart";

const shapes: Record<Range, Intl.DateTimeFormatOptions> = {
  "24h": { hour: "2-digit", minute: "2-digit" },
  "7d": { weekday: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  "30d": { day: "numeric", month: "short" },
};
const axis: Record<Range, Intl.DateTimeFormatOptions> = {
  ...shapes,
  "7d": { weekday: "short", day: "numeric" },
};

/** When a bar begins, in the reader's time zone (in UTC until that is known). */
export function barTime({ from }: Pick<Bar, "from">, range: Range, local: boolean): string {
  return format(from, shapes[range], local);
}

/** A few times along the axis, the last one "Now". */
export function axisLabels(bars: Bar[], range: Range, local: boolean): string[] {
  const places = [0, 0.25, 0.5, 0.75].map((share) => Math.floor(share * bars.length));
  const labels = places.flatMap((place) => bars[place] ?? []);
  return [...labels.map(({ from }) => format(from, axis[range], local)), "Now"];
}

function format(date: Date, options: Intl.DateTimeFormatOptions, local: boolean): string {
  return new Intl.DateTimeFormat("en-GB", { ...options, ...(local ? {} : { timeZone: "UTC" }) }).format(date);
}
