/** Bounds of a JSON Schema that an organisation may give one of its event types. */
export const MAX_SCHEMA_CHARACTERS = 64 * 1024;
/** Schemas within it, and how deep they are nested. */
export const MAX_SUBSCHEMAS = 2_000;
export const MAX_SCHEMA_DEPTH = 64;
/** Of all its patterns together, with their repetitions written out. */
export const MAX_PATTERN_SIZE = 10_000;

/**
 * What checking all data of one call may cost, in units of some 30 ns. Counted rather than timed: the same data always come to the same
 * answer, however busy the machine is. The largest body comes to about two fifths of it with an ordinary schema.
 */
export const BUDGET = 1_000_000;
/** How deep schemas may be applied within each other before they are taken to go round in circles. */
export const MAX_RUN_DEPTH = 1_000;
/** Faults told of one event. */
export const MAX_FAULTS = 20;
