import { type Agent, request } from "node:http";

/** A request to the letter: nothing in it is put right on its way. */
export type RawRequest = {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
};

/** `failure` is set when there was no answer: what the connection said. */
export type RawAnswer = { status: number; headers: Record<string, unknown>; body: string; failure?: string };

/** Longer than any answer takes, on a busy machine too. */
const TIMEOUT_MS = 60_000;

/** Sends a request and reads its answer to the end. Never throws: that there is no answer is told by `failure`. */
export function sendRaw(agent: Agent, origin: string, raw: RawRequest): Promise<RawAnswer> {
  const none = (failure: string): RawAnswer => ({ status: 0, headers: {}, body: "", failure });
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const headers = { ...raw.headers, ...(raw.body && { "content-length": String(raw.body.length) }) };
    const call = request({ agent, hostname, port, method: raw.method, path: raw.path, headers });
    call.setTimeout(TIMEOUT_MS, () => call.destroy(new Error(`No answer within ${TIMEOUT_MS / 1000} s`)));
    call.on("error", (error) => resolve(none(error.message)));
    call.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", (error) => resolve(none(`Half an answer: ${error.message}`)));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    call.end(raw.body ?? undefined);
  });
}

/**
 * The request as a command for bash.
 * @param secrets variables that stand for what nobody else may read: `{ COOKIE: "…" }`
 */
export function toCurl(
  origin: string,
  { method, path, headers, body }: RawRequest,
  secrets: Record<string, string>,
): string {
  const fields = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`, secrets)}`);
  const data = body && `--data-binary @<(base64 -d <<<${body.toString("base64")})`;
  const parts = ["curl -i --path-as-is -X", method, quote(origin + path, {}), ...fields, data];
  return parts.filter(Boolean).join(" ");
}

/** Bytes beyond ASCII are those of a header, one a character. */
function quote(text: string, secrets: Record<string, string>): string {
  const bytes = text.replace(/['\\]|[^\x20-\x7e]/g, (one) =>
    one.charCodeAt(0) < 0x80 ? `\\${one}` : `\\x${one.charCodeAt(0).toString(16)}`,
  );
  const hidden = Object.entries(secrets).reduce(
    (shown, [name, secret]) => shown.replaceAll(secret, `'"$${name}"$'`),
    bytes,
  );
  return `$'${hidden}'`;
}
