import { MASK } from "../message/header-rules";
import type { Exchange } from "./exchange";

/** A shorter value stands in too many answers by chance. */
const SHORTEST = 8;
/** What comes before the credential itself in `Authorization` (RFC 9110 §11.4). */
const SCHEME = /^[A-Za-z][\w-]* +/;

const MASK_BYTES = Buffer.from(MASK).toString("latin1");

/**
 * What a receiver answered, as it is kept: a server that sends back what it was sent must not show the header values that are shown nowhere else.
 * They are found as they were sent, without their scheme, and as JSON and addresses write them. Pure.
 * @param headers the webhook's own, values in the clear
 */
export function hideEchoes(exchange: Exchange, headers: readonly (readonly [string, string])[]): Exchange {
  if (headers.length === 0 || exchange.status === undefined) return exchange;
  const needles = headers.flatMap(([, value]) => waysToWrite(value)).sort((a, b) => b.length - a.length);
  const hide = (text: string, mask: string) =>
    needles.reduce(
      (rest, needle) => (rest.includes(needle) ? rest.replaceAll(needle, () => mask) : rest),
      text,
    );
  const { responseHeaders, responseBody } = exchange;
  return {
    ...exchange,
    ...(responseHeaders && {
      responseHeaders: responseHeaders.map(([name, value]): [string, string] => [name, hide(value, MASK)]),
    }),
    // Values are ASCII: byte by byte they are found in any body, and nothing else of it changes.
    ...(responseBody && {
      responseBody: Buffer.from(hide(responseBody.toString("latin1"), MASK_BYTES), "latin1"),
    }),
  };
}

function waysToWrite(value: string): string[] {
  const plain = [value, value.replace(SCHEME, "")];
  const all = plain.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)]);
  return [...new Set(all)].filter((text) => text.length >= SHORTEST);
}
