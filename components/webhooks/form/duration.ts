/** Units a delay can be given in. */
export const UNITS = [
  { unit: "s", label: "seconds", seconds: 1 },
  { unit: "min", label: "minutes", seconds: 60 },
  { unit: "h", label: "hours", seconds: 3_600 },
  { unit: "d", label: "days", seconds: 86_400 },
] as const;

export type Unit = (typeof UNITS)[number]["unit"];

export const secondsIn = (unit: Unit): number => UNITS.find((each) => each.unit === unit)?.seconds ?? 1;

/** The largest unit in which a number of seconds is whole. Pure. */
export function unitOf(seconds: number): Unit {
  const fitting = UNITS.findLast((each) => seconds > 0 && seconds % each.seconds === 0);
  return fitting?.unit ?? "s";
}
