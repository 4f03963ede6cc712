/** How many jobs a webhook's page shows; the page's own read and the live one ask for the same. */
export const RECENT = { limit: 8 };
