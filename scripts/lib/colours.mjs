/** Whether somebody watches: live lines and colours are for them. */
export const interactive = Boolean(process.stdout.isTTY) && process.env.CI !== "true";

const colours = interactive && !process.env.NO_COLOR;
const paint = (code) => (/** @type {string} */ text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

export const green = paint(32);
export const red = paint(31);
export const yellow = paint(33);
export const cyan = paint(36);
export const magenta = paint(35);
export const dim = paint(2);
export const bold = paint(1);
