import { Pool } from "undici";
import { delay } from "../../lib/pids.mjs";

const TIMEOUT_MS = 10_000;
const RETRY_MS = 50;

/**
 * Calls of `POST /api/v1/events` over kept-alive connections.
 * @param {{ url: string, connections: number, retry: boolean }} options `retry`: what is not accepted for want of a
 *   server is sent again until it is
 */
export function createCalls({ url, connections, retry }) {
  const pool = new Pool(url, {
    connections,
    pipelining: 1,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: { timeout: TIMEOUT_MS },
  });
  let repeated = 0;

  async function once(apiKey, body) {
    const { statusCode, body: answer } = await pool.request({
      method: "POST",
      path: "/api/v1/events",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body,
    });
    if (statusCode !== 202) return { status: statusCode, text: await answer.text() };
    await answer.dump();
    return { status: 202, text: "" };
  }

  return {
    /**
     * Resolves when the events are accepted.
     * @param {string} apiKey @param {string} body
     * @throws {Error} when they are refused, or, without `retry`, could not be sent
     */
    async post(apiKey, body) {
      for (;;) {
        const { status, text } = await once(apiKey, body).catch((error) => {
          if (!retry) throw error;
          return { status: 0, text: "" };
        });
        if (status === 202) return;
        if (!retry || (status > 0 && status < 500))
          throw new Error(`An event was answered ${status}: ${text}`);
        repeated += 1;
        await delay(RETRY_MS);
      }
    },
    repeated: () => repeated,
    close: () => pool.destroy(),
  };
}
