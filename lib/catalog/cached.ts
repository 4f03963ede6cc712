import { setImmediate } from "node:timers/promises";
import type { Ctx } from "@/lib/auth/context";
import { validatorOf } from "@/lib/json-schema/validator";
import { builtInTypes, type EventTypeInfo, listEventTypes } from ".";

export type Catalog = ReadonlyMap<string, EventTypeInfo>;

const builtIn: Catalog = new Map(builtInTypes.map((type) => [type.name, type]));
const TTL_MS = 2_000;
const MAX_ORGANISATIONS = 1_000;
const byOrg = new Map<string, { at: number; types: Promise<Catalog> }>();

/**
 * The catalog for accepting events of these types: without a query while they are built in, else the organisation's own,
 * at most two seconds old. A name it lacks is looked up afresh, so that a type just added is accepted at once.
 */
export async function catalogFor(ctx: Ctx, typeNames: readonly string[]): Promise<Catalog> {
  const lacks = (types: Catalog) => typeNames.some((name) => !types.has(name));
  if (!lacks(builtIn)) return builtIn;
  const known = byOrg.get(ctx.orgId);
  if (known && Date.now() - known.at < TTL_MS) {
    const types = await known.types;
    if (!lacks(types)) return prepared(types, typeNames);
  }
  return prepared(await load(ctx), typeNames);
}

/** Compiling what a thousand types have for schemas takes a while; nobody else is to wait for it. */
const SLICE_MS = 5;

async function prepared(types: Catalog, names: readonly string[]): Promise<Catalog> {
  let began = performance.now();
  for (const name of new Set(names)) {
    const type = types.get(name);
    if (type?.schema) validatorOf(type.schema, type.builtIn);
    if (performance.now() - began < SLICE_MS) continue;
    await setImmediate();
    began = performance.now();
  }
  return types;
}

function load(ctx: Ctx): Promise<Catalog> {
  const types = listEventTypes(ctx).then((list) => new Map(list.map((type) => [type.name, type])));
  const oldest = byOrg.keys().next().value;
  if (oldest && byOrg.size >= MAX_ORGANISATIONS) byOrg.delete(oldest);
  byOrg.set(ctx.orgId, { at: Date.now(), types });
  types.catch(() => byOrg.delete(ctx.orgId));
  return types;
}
