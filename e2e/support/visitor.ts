import { request } from "node:http";
import { firstRun } from "./first-run";

export type Answer = { status: number; headers: Record<string, string>; body: string };
type Call = { method?: string; headers?: Record<string, string>; form?: Record<string, string> };

/** Somewhere else, as far as the server can tell: Linux answers on all of 127.0.0.0/8, other systems on one of it. */
export const elsewhere = (n: number): string | undefined =>
  process.platform === "linux" ? `127.0.66.${n}` : undefined;

/** A program without a browser that keeps cookies. @param from the address it calls from */
export function visitor(from?: string) {
  const { hostname, port, host } = new URL(firstRun().url);
  const cookies = new Map<string, string>();

  function keep(lines: string[]): void {
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  function call(path: string, { method, headers, form }: Call = {}): Promise<Answer> {
    const body = form && new URLSearchParams(form).toString();
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: from ? "127.0.0.1" : hostname,
          port,
          path,
          method: method ?? (body === undefined ? "GET" : "POST"),
          ...(from && { localAddress: from }),
          headers: {
            host,
            ...(cookie && { cookie }),
            ...(body !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            keep(response.headers["set-cookie"] ?? []);
            const answered = Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            );
            resolve({
              status: response.statusCode ?? 0,
              headers: answered,
              body: Buffer.concat(chunks).toString("utf8"),
            });
          });
          response.on("error", reject);
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** Tries to sign in. `error` is what the form would be told, null when it is in. */
  async function signIn(
    who: { email: string; password: string },
    headers: Record<string, string> = {},
  ): Promise<{ status: number; error: string | null; retryAfter: string | undefined }> {
    const { csrfToken } = JSON.parse((await call("/api/auth/csrf", { headers })).body);
    const form = { email: who.email, password: who.password, csrfToken, json: "true" };
    const answer = await call("/api/auth/callback/credentials", { form, headers });
    const error = new URL(JSON.parse(answer.body).url).searchParams.get("error");
    return { status: answer.status, error, retryAfter: answer.headers["retry-after"] };
  }

  return { cookies, call, signIn };
}
