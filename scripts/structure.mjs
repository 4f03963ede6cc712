import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "./lib/files.mjs";
import { sourceFiles } from "./lib/stale.mjs";

/** What each part may import beside itself; the first that a path is in counts. Nothing imports app. */
const MAY_IMPORT = {
  "env.ts": [],
  "proxy.ts": ["env", "lib"],
  db: ["env"],
  // With the port to Inngest.
  lib: ["env", "db", "inngest/send", "inngest/events"],
  // It knows Inngest's functions, and nothing of delivery.
  "inngest/engine": ["db", "inngest/triggers", "lib/ulids"],
  // Schedules: no SQL.
  "inngest/functions": ["env", "lib", "inngest"],
  inngest: ["env", "db", "lib"],
  components: ["lib"],
  // Where Inngest comes in.
  "app/api/inngest/route.ts": ["env", "db/patience", "inngest/served", "lib"],
  app: ["components", "lib"],
  server: ["env", "db", "lib", "inngest"],
};

/**
 * The words for the files of lib. `alone`: what no other file has, `everywhere`: outside lib neither.
 * @type {{ files: RegExp, everywhere?: true, has?: RegExp, alone?: RegExp, lacks?: RegExp, rule: string }[]}
 */
const VOCABULARY = [
  {
    files: /actions\.ts$/,
    has: /^"use server";/,
    alone: /^\s*"use server";/m,
    everywhere: true,
    rule: "actions.ts holds server actions, and nothing else does",
  },
  {
    files: /(queries|query-client)\.ts$/,
    has: /@tanstack/,
    alone: /"@tanstack/,
    rule: "queries.ts holds TanStack's queries, and nothing else does",
  },
  {
    files: /\/data\.ts$/,
    lacks: /\b(db\(\)|tx)\s*\.(insert|update|delete)\(|\b(insert into|delete from|update \w+ set)\b/,
    rule: "data.ts reads, mutations.ts writes",
  },
  {
    files: /(schema|words)\.ts$/,
    lacks: /"@\/db\/(client|schema)/,
    rule: "schema.ts and words.ts are for the browser too",
  },
  {
    files: /^lib\/.+\/(types|utils|helpers|common|misc|services?|models?)\.ts$/,
    lacks: /.?/,
    rule: "a file is called for what it is about",
  },
];

const isTest = (path) => /\.(test|testing)\.ts$|^inngest\/engine\/testing\//.test(path);

/** The room of a path in lib: a noun's folder, one of the four of lib/delivery, or a file that is in none. */
const roomOf = (path) => /^lib\/delivery\/\w+(?=\/)|^lib\/[\w-]+/.exec(path)?.[0] ?? "";

function importsOf(path, text) {
  const named = Array.from(text.matchAll(/\b(?:from|import)\s*\(?\s*"(@\/|\.{1,2}\/)([^"]*)"/g));
  return named.map(([, start, rest]) =>
    start === "@/" ? rest : posix.join(posix.dirname(path), start, rest),
  );
}

/**
 * What of the tree is against its rules: the words for files in lib, imports that go one way, and rooms of lib in no circle.
 * @param {Record<string, string>} files path below the project's → text
 * @returns {string[]} a sentence a fault
 */
export function faultsOf(files) {
  const own = Object.entries(files).filter(([path]) => !isTest(path));
  const imports = own.flatMap(([path, text]) => importsOf(path, text).map((target) => ({ path, target })));
  return [...own.flatMap(wordFaults), ...imports.flatMap(wayFault), ...circles(imports)];
}

function wordFaults([path, text]) {
  const rules = VOCABULARY.filter(({ everywhere }) => everywhere || isIn("lib", path));
  const broken = rules.filter(({ files, has, alone, lacks }) =>
    files.test(path) ? (has && !has.test(text)) || lacks?.test(text) : alone?.test(text),
  );
  return broken.map(({ rule }) => `${path}: ${rule}.`);
}

const isIn = (part, path) => path === part || path.startsWith(`${part}/`);

function wayFault({ path, target }) {
  const [part, allowed] = Object.entries(MAY_IMPORT).find(([part]) => isIn(part, path)) ?? [];
  if (!part || [part, ...allowed].some((each) => isIn(each, target))) return [];
  return [`${path}: imports ${target}, and ${part} may import ${allowed.join(", ") || "nothing"}.`];
}

/** Each circle once, by its shortest way round. */
function circles(imports) {
  /** @type {Map<string, Map<string, string>>} room → the rooms it imports → by which file */
  const rooms = new Map();
  for (const { path, target } of imports) {
    const [from, to] = [roomOf(path), roomOf(target)];
    if (from && to && from !== to)
      rooms.set(from, (rooms.get(from) ?? new Map()).set(to, `${path} imports ${target}`));
  }
  const found = Array.from(rooms.keys(), (room) => wayRound(rooms, room)).filter((way) => way !== null);
  const told = new Map(found.map((way) => [way.toSorted().join("\n"), way]));
  return Array.from(told.values(), (way) => `A circle: ${way.join("; ")}.`);
}

function wayRound(rooms, start) {
  const ways = [{ room: start, way: [] }];
  const seen = new Set();
  for (const { room, way } of ways) {
    for (const [next, by] of rooms.get(room) ?? []) {
      if (next === start) return [...way, by];
      if (!seen.has(next)) ways.push({ room: next, way: [...way, by] });
      seen.add(next);
    }
  }
  return null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const paths = sourceFiles(ROOT, Object.keys(MAY_IMPORT)).filter((path) => /\.tsx?$/.test(path));
  const faults = faultsOf(
    Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")])),
  );
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) process.exitCode = 1;
}
