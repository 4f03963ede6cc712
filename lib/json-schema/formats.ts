/** Longer texts are of no format that has an end; of the others this is enough. */
const MAX_CHARACTERS = 8_192;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number that digits make, from one place to another. */
function numberAt(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const [year, month, day] = [numberAt(text, 0, 4), numberAt(text, 5, 7), numberAt(text, 8, 10)];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** RFC 3339, with its leap seconds: 23:59:60 in UTC. */
function isTime(text: string): boolean {
  if (!/^\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text)) return false;
  const [hour, minute, second] = [numberAt(text, 0, 2), numberAt(text, 3, 5), numberAt(text, 6, 8)];
  const offset = /[Zz]$/.test(text) ? "+00:00" : text.slice(-6);
  const [offsetHour, offsetMinute] = [numberAt(offset, 1, 3), numberAt(offset, 4, 6)];
  if (hour > 23 || minute > 59 || offsetHour > 23 || offsetMinute > 59) return false;
  const east = (offset.startsWith("-") ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  return second < 60 || (second === 60 && (hour * 60 + minute - east + 2880) % 1440 === 1439);
}

const isDateTime = (text: string): boolean =>
  (text[10] === "T" || text[10] === "t" || text[10] === " ") &&
  isDate(text.slice(0, 10)) &&
  isTime(text.slice(11));

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`, "i");
const EMAIL = new RegExp(
  `^[a-z0-9!#$%&'*+/=?^_\`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_\`{|}~-]+)*@${LABEL}(?:\\.${LABEL})*$`,
  "i",
);
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const URI_REST = "(?:[a-z0-9\\-._~:/?#[\\]@!$&'()*+,;=]|%[0-9a-f]{2})*";
const URI = new RegExp(`^[a-z][a-z0-9+\\-.]*:${URI_REST}$`, "i");
const URI_REFERENCE = new RegExp(`^${URI_REST}$`, "i");

function isIpv6(text: string): boolean {
  const [front = "", back, ...more] = text.split("::");
  if (more.length > 0 || !/^[0-9a-f:.]+$/i.test(text)) return false;
  const groups = [front, back ?? ""].flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const isMixed = last.includes(".");
  const plain = isMixed ? groups.slice(0, -1) : groups;
  const count = plain.length + (isMixed ? 2 : 0);
  if (isMixed && !IPV4.test(last)) return false;
  return (
    plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (back === undefined ? count === 8 : count < 8)
  );
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

/** Every one takes a text in one go: no part of it is looked at again and again, however it is written. */
const FORMATS: Record<string, (text: string) => boolean> = {
  date: isDate,
  time: isTime,
  "date-time": isDateTime,
  duration: (text) =>
    /^P(?:\d+W|(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/.test(text),
  email: (text) => text.length <= 320 && EMAIL.test(text),
  hostname: (text) => text.length <= 254 && HOST.test(text),
  ipv4: (text) => IPV4.test(text),
  ipv6: (text) => text.length <= 45 && isIpv6(text),
  uri: (text) => URI.test(text),
  "uri-reference": (text) => URI_REFERENCE.test(text),
  url: (text) => /^(?:https?|ftp):\/\/[^\s]+$/i.test(text) && URL.canParse(text),
  uuid: (text) => /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
  "json-pointer": (text) => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text),
  "relative-json-pointer": (text) => /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/.test(text),
  regex: isRegex,
  byte: (text) => /^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i.test(text),
};

/** The test of a `format` of texts; undefined for one that says nothing to us, which takes any (JSON Schema 2020-12, 7.2.3). */
export function formatTest(name: string): ((text: string) => boolean) | undefined {
  const test = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  return test && ((text) => text.length <= MAX_CHARACTERS && test(text));
}
