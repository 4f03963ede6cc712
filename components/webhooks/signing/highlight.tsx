import type { ReactNode } from "react";

/** A comment to the end of the line, or a string: enough to read a short sample by. `#` begins a comment where white space or nothing is before it. */
const TOKEN =
  /(\/\*\*[\s\S]*?\*\/|\/\/[^\n]*|(?<=^|\s)#(?!include)[^\n]*|"""[\s\S]*?""")|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/gm;

/** Code with its comments faint and its strings in the accent colour. */
export function highlight(code: string): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of code.matchAll(TOKEN)) {
    parts.push(code.slice(end, match.index));
    end = match.index + match[0].length;
    parts.push(
      <span key={match.index} className={match[1] ? "text-muted-foreground" : "text-brand"}>
        {match[0]}
      </span>,
    );
  }
  parts.push(code.slice(end));
  return parts;
}
