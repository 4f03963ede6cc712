import type { InngestFunction } from "inngest";
import { fanOutFunction } from "./fan-out";
import { laneFunction } from "./lane";
import { retentionFunction } from "./retention";
import { sweepFunction } from "./sweep";

/** Every function, for the serve route and the embedded engine. */
export const functions: InngestFunction.Any[] = [
  fanOutFunction,
  laneFunction,
  sweepFunction,
  retentionFunction,
];
