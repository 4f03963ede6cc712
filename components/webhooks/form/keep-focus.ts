import type { MouseEvent } from "react";

/** For suggestions, on mouse down: the field they are for keeps the focus, and so nothing moves away under the press. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
