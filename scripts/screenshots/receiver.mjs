import { createServer } from "node:http";
import { stopAtEnd } from "../lib/shutdown.mjs";

/** The first part of a request's path is the host that the pictures show; how each of them answers. */
const answers = {
  "erp.riverside.example": { status: 500, body: '{"error":"The posting period is closed."}' },
  "campaigns.riverside.example": { status: 503, body: "Service Unavailable" },
  "crm.riverside.example": { status: 200, body: '{"received":true,"contact":"0038d00000Zx"}', delayMs: 38 },
  "warehouse.riverside.example": { status: 202, body: '{"queued":true}', delayMs: 96 },
};

/**
 * Stands in for the systems that an organisation would send its events to.
 * @returns {Promise<{ addressOf: (url: string) => string, origin: string }>} `addressOf`: where to send what is for that URL
 */
export async function startReceiver() {
  const server = createServer((request, response) => {
    // The jobs are shown as older than they are.
    response.sendDate = false;
    const { status = 200, body = "ok", delayMs = 21 } = answers[request.url?.split("/")[1] ?? ""] ?? {};
    request.resume().on("end", () => {
      setTimeout(() => {
        const type = body.startsWith("{") ? "application/json" : "text/plain";
        response.writeHead(status, { "content-type": type, server: "nginx" }).end(body);
      }, delayMs);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  stopAtEnd(1, async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The receiver has no port.");
  const origin = `http://127.0.0.1:${address.port}/`;
  return { origin, addressOf: (url) => url.replace("https://", origin) };
}
