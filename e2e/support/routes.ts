import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** An address that is served, as it stands in the tree of app: `/developers/webhooks/[id]`. */
export type Route = {
  address: string;
  kind: "page" | "route";
  /** The file from the project's folder. */
  file: string;
  /** Those that its file names. */
  methods: readonly string[];
};

const APP = "app";

/** Every page and route there is, found in the tree, so that a new one is among them by itself. */
export function listRoutes(): Route[] {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => join(APP, file))
    .sort()
    .map(toRoute);
}

function toRoute(file: string): Route {
  const folders = relative(APP, file).split("/").slice(0, -1);
  const address = `/${folders.filter((folder) => !/^\(.*\)$/.test(folder)).join("/")}`;
  if (file.endsWith("page.tsx")) return { address, kind: "page", file, methods: ["GET"] };
  const source = readFileSync(file, "utf8");
  return { address, kind: "route", file, methods: METHODS.filter((method) => exports(source, method)) };
}

const exports = (source: string, method: string) =>
  new RegExp(
    `export (const|async function|function) ${method}\\b|export \\{[^}]*\\b${method}\\b[^}]*\\}`,
  ).test(source);

/** The names of an address's parts in brackets: `["id", "requestId"]`. */
export const partsOf = ({ address }: Route): string[] =>
  [...address.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = ""]) => name);

/** The address with each part filled in, by what stands before it: `fill(route, (before) => ids[before])`. */
export const fill = ({ address }: Route, value: (before: string) => string): string =>
  address.replace(/([\w-]+)\/\[(?:\.\.\.)?\w+\]/g, (_, before: string) => `${before}/${value(before)}`);
