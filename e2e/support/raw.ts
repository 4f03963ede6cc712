import { connect } from "node:net";
import { firstRun } from "./first-run";

export type RawAnswer = { status: number; headers: Record<string, string>; body: string; text: string };

type RawRequest = {
  method?: string;
  target: string;
  /** As they are written: names may come twice. `Host` is that of the copy under test, unless it is here. */
  headers?: [name: string, value: string][];
  body?: string;
};

/** Sends a request that `fetch` would not, byte for byte, to the copy of Hookyard under test. */
export function sendRaw({ method = "GET", target, headers = [], body }: RawRequest): Promise<RawAnswer> {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [
    ...(given.has("host") ? [] : [["Host", new URL(firstRun().url).host]]),
    ...headers,
    ...(body === undefined || given.has("content-length")
      ? []
      : [["Content-Length", `${Buffer.byteLength(body)}`]]),
    ["Connection", "close"],
  ].map(([name, value]) => `${name}: ${value}\r\n`);
  return sendBytes(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`);
}

/** Sends bytes and reads until the server closes the connection. */
export function sendBytes(bytes: string): Promise<RawAnswer> {
  const { port, hostname } = new URL(firstRun().url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = "";
    socket.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    socket.once("error", reject).once("close", () => resolve(parse(text)));
  });
}

function parse(text: string): RawAnswer {
  const end = text.indexOf("\r\n\r\n");
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(first.split(" ")[1]),
    headers: Object.fromEntries(headers),
    body: text.slice(end + 4),
    text,
  };
}
