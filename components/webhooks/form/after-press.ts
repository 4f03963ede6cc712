const LONGEST_PRESS_MS = 400;

/**
 * Runs something now or, while a pointer is pressed, once it was let go: a message that appears in between would push away what is
 * being pressed, and the press would be lost.
 */
export function afterPress(run: () => void): void {
  if (!document.querySelector(":active")) {
    run();
    return;
  }
  const stop = new AbortController();
  const done = () => {
    if (stop.signal.aborted) return;
    stop.abort();
    run();
  };
  // The click comes right behind the release.
  const released = () => setTimeout(done);
  document.addEventListener("pointerup", released, { signal: stop.signal });
  setTimeout(done, LONGEST_PRESS_MS);
}
