/** What can't be shown: control characters, and halves of a pair (a cut emoji). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/gu;

/** A text of a caller's as it can be shown and passed on anywhere: what no screen has a sign for stands as U+FFFD. */
export const visibleText = (text: string): string => text.replace(INVISIBLE, "\ufffd");
