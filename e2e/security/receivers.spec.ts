import { type AddressInfo, createServer, type Socket } from "node:net";
import { callApi, registration } from "../support/api";
import { unique } from "../support/screens";
import { expect, test } from "../support/test";
import { createWebhook } from "../support/webhooks";

// Receivers that do what they should not. Whatever they do, the job shows each request that left, and what became of it in true words.

const OK = "HTTP/1.1 204 No Content\r\n\r\n";
type Talk = (socket: Socket, onThis: number) => void;

/** A receiver of bare bytes; `talk` is told which request of its connection each is. A request comes in one piece here. */
async function startTalker(talk: Talk) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    let onThis = 0;
    socket.on("data", (bytes) => {
      onThis += 1;
      requests.push(bytes.toString());
      talk(socket, onThis);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { requests, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

/** A webhook that gets the registrations of one name alone, and a way to send one and see its job when it is over. */
async function subscribe(url: string, settings: Record<string, unknown> = {}) {
  const who = unique("Receiver");
  const webhook = await createWebhook(url, {
    subscriptions: ["calendar_event.user_registered"],
    filter: `event.data.user.first_name == "${who}"`,
    retry: { kind: "custom", delays_seconds: [1, 1] },
    failure_rule: { kind: "never" },
    ...settings,
  });
  const send = async () => {
    const { body } = await callApi("POST", "/events", { body: registration(who) });
    const find = async () => {
      const { jobs } = (await callApi("GET", `/jobs?event_id=${body.ids[0]}`)).body;
      return jobs.find((job: { webhook_id: string }) => job.webhook_id === webhook.id);
    };
    await expect.poll(async () => (await find())?.status).toMatch(/^(succeeded|failed)$/);
    return (await callApi("GET", `/jobs/${(await find()).number}`)).body;
  };
  return { webhook, send };
}

test.describe("a receiver that", () => {
  test("reads each second request of a connection and hangs up gets every request once an attempt", async () => {
    const to = await startTalker((socket, onThis) => (onThis === 2 ? socket.destroy() : socket.write(OK)));
    try {
      const { send } = await subscribe(to.url);
      let shown = 0;
      for (let i = 0; i < 6; i++) {
        const job = await send();
        expect(job.status).toBe("succeeded");
        shown += job.attempts.length;
        for (const attempt of job.attempts.slice(0, -1)) {
          expect(attempt).toMatchObject({
            response: null,
            error_class: "reset",
            error_message:
              "The connection was closed before an answer came; the receiver may have got the request.",
          });
        }
      }
      expect(to.requests).toHaveLength(shown);
      expect(shown).toBeGreaterThan(6);
    } finally {
      to.close();
    }
  });

  test("says 100 and 103 in pieces before its answer is waited for", async () => {
    const answer = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}`;
    const to = await startTalker(async (socket) => {
      socket.setNoDelay();
      for (const piece of answer.match(/[\s\S]{1,7}/g) ?? []) {
        await new Promise<void>((resolve) => socket.write(piece, () => setImmediate(resolve)));
      }
    });
    try {
      const { send } = await subscribe(to.url);
      expect(await send()).toMatchObject({
        status: "succeeded",
        attempts: [{ response: { status: 204, headers: [] } }],
      });
      expect(to.requests).toHaveLength(1);
    } finally {
      to.close();
    }
  });

  test.describe("answers with what is no answer fails in words of its own", () => {
    const cases: [string, string, RegExp][] = [
      [
        "101",
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
        /^The receiver answered 101: it wants to go on in another protocol than HTTP/,
      ],
      [
        "interim answers without end",
        "HTTP/1.1 102 Processing\r\n\r\n".repeat(10_000),
        /more than 100 interim answers came before it\.$/,
      ],
      [
        "a status below 100",
        `HTTP/1.1 042 What\r\n\r\n${OK}`,
        /not a valid HTTP response: its status is 42\.$/,
      ],
    ];
    for (const [what, answer, words] of cases) {
      test(what, async () => {
        const to = await startTalker((socket) => socket.write(answer));
        try {
          const { send } = await subscribe(to.url, { retry: { kind: "custom", delays_seconds: [] } });
          const job = await send();
          expect(job.status).toBe("failed");
          expect(job.attempts).toHaveLength(1);
          expect(job.attempts[0].error_message).toMatch(words);
        } finally {
          to.close();
        }
      });
    }
  });
});

test("the address that is shown is the one that is sent, however it was typed", async ({ receiver }) => {
  const { host } = new URL(receiver.url);
  const typed = `HTTP://${host}/a/%2e%2E/secret\\\u200b/x?q={1}&r=[2]`;
  const { webhook, send } = await subscribe(typed);
  const job = await send();
  const [request] = receiver.requests;
  const arrived = `http://${request?.headers.host}${request?.path}`;
  expect(arrived).toBe(`http://${host}/secret/%E2%80%8B/x?q={1}&r=[2]`);
  expect(job.attempts[0].request.url).toBe(arrived);
  expect((await callApi("GET", `/webhooks/${webhook.id}`)).body.url).toBe(arrived);
});
