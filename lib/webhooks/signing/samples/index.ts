import { csharp } from "./csharp";
import { curl } from "./curl";
import { go } from "./go";
import { java } from "./java";
import { node } from "./node";
import { php } from "./php";
import { python } from "./python";
import { ruby } from "./ruby";
import type { Sample } from "./sample";

export type { Sample } from "./sample";

/** How to verify this webhook's requests, in the languages receivers are written in; and a way to send one. */
export const samplesFor = ({ url }: { url: string }): Sample[] => [
  node,
  python,
  go,
  ruby,
  php,
  java,
  csharp,
  curl(url),
];
