type Field = { name: string; min: number; max: number; names?: string[] };

const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day", min: 1, max: 31 },
  {
    name: "month",
    min: 1,
    max: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { name: "weekday", min: 0, max: 7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

/** Why `expression` is not a cron expression of five fields (UTC), in words; null if it is one. */
export function cronProblem(expression: string): string | null {
  try {
    parse(expression);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Whether `expression` (five fields, UTC) has a tick in the minute of `time`.
 * As in Vixie cron, a day matches by day of month or by weekday if both are restricted.
 * @throws Error if the expression is not valid.
 */
export function cronMatches(expression: string, time: Date): boolean {
  const [minutes, hours, days, months, weekdays] = parse(expression) as [
    Values,
    Values,
    Values,
    Values,
    Values,
  ];
  const inMonth = days.values.has(time.getUTCDate());
  const inWeek = weekdays.values.has(time.getUTCDay());
  return (
    minutes.values.has(time.getUTCMinutes()) &&
    hours.values.has(time.getUTCHours()) &&
    months.values.has(time.getUTCMonth() + 1) &&
    (days.any || weekdays.any ? inMonth && inWeek : inMonth || inWeek)
  );
}

type Values = { values: ReadonlySet<number>; any: boolean };

function parse(expression: string): Values[] {
  const parts = expression.trim().toLowerCase().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    throw new Error("Give five fields: minute, hour, day, month, weekday (UTC).");
  }
  return FIELDS.map((field, index) => parseField(parts[index] as string, field));
}

function parseField(text: string, field: Field): Values {
  const values = text.split(",").flatMap((part) => parsePart(part, field));
  // 7 is another way to say Sunday.
  const normal = field.name === "weekday" ? values.map((value) => value % 7) : values;
  return { values: new Set(normal), any: text.startsWith("*") };
}

function parsePart(text: string, field: Field): number[] {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(text);
  const step = Number(match?.[3] ?? 1);
  if (!match || step < 1) throw new Error(`"${text}" is not a ${field.name}.`);
  const first = match[1] === undefined ? field.min : parseValue(match[1], field);
  const isOpen = match[1] === undefined || (match[2] === undefined && match[3] !== undefined);
  const last = match[2] === undefined ? (isOpen ? field.max : first) : parseValue(match[2], field);
  if (last < first) throw new Error(`"${text}" runs backwards.`);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function parseValue(text: string, field: Field): number {
  const named = field.names?.indexOf(text) ?? -1;
  const value =
    named === -1 ? (/^\d+$/.test(text) ? Number(text) : Number.NaN) : named + (field.min === 1 ? 1 : 0);
  if (!(value >= field.min && value <= field.max)) {
    throw new Error(`"${text}" is not a ${field.name} from ${field.min} to ${field.max}.`);
  }
  return value;
}
