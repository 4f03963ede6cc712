/** The longest template. Apart from template.ts, so that the form knows it without Liquid. */
export const MAX_TEMPLATE_CHARACTERS = 16 * 1024;
