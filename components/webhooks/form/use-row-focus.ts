import { type RefObject, useRef } from "react";

/** A button of a row, as its `data-action` says, or the row's first field. */
type Place = "up" | "down" | "remove" | "replace" | "pick" | "input";

type RowFocus<List extends HTMLElement> = {
  /** For the list, whose children are its rows. */
  list: RefObject<List | null>;
  /** To be called with a change: the focus goes to this place in the row of this index, or in the last row. */
  focusRow: (index: number, place: Place) => void;
};

/**
 * Rows come, go and move, and with them the button that was pressed. The focus stays with what was done: on the row that moved, or on what came
 * into the place of one that went.
 * @param focusOther where the focus goes when no row is left
 */
export function useRowFocus<List extends HTMLElement>(focusOther: () => void): RowFocus<List> {
  const list = useRef<List>(null);
  const focusRow = (index: number, place: Place) =>
    requestAnimationFrame(() => {
      const rows = list.current?.children ?? [];
      const row = rows[Math.min(index, rows.length - 1)];
      const target = row && placeIn(row, place);
      if (target) target.focus();
      else focusOther();
    });
  return { list, focusRow };
}

function placeIn(row: Element, place: Place): HTMLElement | null | undefined {
  if (place === "input") return row.querySelector("input");
  const buttons = [...row.querySelectorAll<HTMLElement>("button[data-action]:enabled")];
  const same = buttons.find((button) => button.dataset.action === place);
  // At an end of the list a row can only move the other way.
  const other = buttons.find((button) => button.dataset.action === (place === "up" ? "down" : "up"));
  return same ?? other ?? buttons[0];
}
