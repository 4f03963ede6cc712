import { cyan, dim, green, interactive, red } from "./colours.mjs";

/** What a script is doing, for the one who waits: a line a finished step, and one live line while steps are under way. */

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Without a terminal, a long step says now and then that it is still at it. */
const REMINDER_MS = 15_000;

/** @param {number} ms @returns {string} `0.4 s`, `12.3 s`, `2 min 5 s` */
export function duration(ms) {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** @type {Map<symbol, { label: string, startedAt: number, remindedAt: number, detail: string }>} */
const active = new Map();
let frame = 0;
/** @type {NodeJS.Timeout | undefined} */
let timer;

const clearLine = () => interactive && active.size > 0 && process.stdout.write("\r\u001b[2K");

/** Prints a line above the live one. @param {string} [text] */
export function print(text = "") {
  clearLine();
  process.stdout.write(`${text}\n`);
  draw();
}

function draw() {
  if (!interactive || active.size === 0) return;
  const steps = [...active.values()].map(({ label, startedAt, detail }) => {
    const seconds = Math.floor((Date.now() - startedAt) / 1000);
    return `${label} ${seconds} s${detail ? ` – ${detail}` : ""}`;
  });
  const room = (process.stdout.columns ?? 80) - 3;
  const line = steps.join(" · ");
  const shown = line.length > room ? `${line.slice(0, room - 1)}…` : line;
  process.stdout.write(`\r\u001b[2K${cyan(FRAMES[frame % FRAMES.length] ?? "")} ${shown}`);
}

function tick() {
  frame += 1;
  if (interactive) return draw();
  for (const step of active.values()) {
    if (Date.now() - step.remindedAt < REMINDER_MS) continue;
    step.remindedAt = Date.now();
    process.stdout.write(`  … ${step.label}: ${duration(Date.now() - step.startedAt)} so far\n`);
  }
}

/**
 * Runs a step and prints how long it took. Several may be under way at once.
 * @template T
 * @param {string} label such as "Install dependencies"
 * @param {(detail: (text: string) => void) => Promise<T>} work `detail` shows what it is at on the live line; a result
 *   of the form `{ note }` adds to the finished line
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const key = Symbol(label);
  const state = { label, startedAt: Date.now(), remindedAt: Date.now(), detail: "" };
  active.set(key, state);
  timer ??= setInterval(tick, interactive ? 100 : 1000);
  const finish = (mark, note) => {
    clearLine();
    active.delete(key);
    if (active.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    print(`${mark} ${label} ${dim(duration(Date.now() - state.startedAt) + note)}`);
  };
  try {
    const result = await work((text) => {
      state.detail = text;
    });
    const note = result && typeof result === "object" && "note" in result ? result.note : undefined;
    finish(green("✓"), note ? ` (${note})` : "");
    return result;
  } catch (error) {
    finish(red("✗"), "");
    throw error;
  }
}
