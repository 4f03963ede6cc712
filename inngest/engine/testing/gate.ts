/** Something that a test lets happen: `pass()` waits until `open()` was called. */
export function createGate() {
  let open: () => void = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { pass: () => passed, open };
}
