/** Bounds of a filter. Apart from the language itself, so that the form knows them without it. */
export const MAX_FILTER_CHARACTERS = 2_000;
export const MAX_FILTER_NODES = 300;
export const MAX_FILTER_DEPTH = 24;
